import { askInTurn } from './ask-in-turn.js';
import { watchCardViews } from './card-view.js';
import { chart } from './chart.js';
import { watchComputed } from './computed.js';
import { dashboard } from './dashboard.js';
import { watchFailures } from './failures.js';
import { keepPendingCards } from './keep-pending.js';
import { menu } from './menu.js';
import { optionSearch } from './option-search.js';
import { password } from './password.js';
import { prepareForPaper } from './print.js';
import { themeButton } from './theme-button.js';

document.addEventListener('alpine:init', () => {
  const components = { chart, dashboard, menu, optionSearch, password, themeButton };
  for (const [name, component] of Object.entries(components)) window.Alpine.data(name, component);
});
keepPendingCards(window.htmx);
askInTurn();
watchFailures();
watchCardViews();
prepareForPaper();
watchComputed();
