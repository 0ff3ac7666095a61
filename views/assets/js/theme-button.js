/** The form that changes the theme: here at once, on the server for the next page. */
export const themeButton = () => ({
  toggle() {
    const root = document.documentElement;
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    this.$refs.theme.value = theme;
    root.dataset.theme = theme;
    root.dataset.chosen = 'true';
    dispatchEvent(new CustomEvent('theme:changed'));
  },
});
