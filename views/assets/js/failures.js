/** Says so when an answer does not come or cannot be used; what is on screen stays. */
export function watchFailures() {
  const banner = document.getElementById('offline');
  if (!banner) return;
  const show = (reason) => {
    for (const text of banner.querySelectorAll('[data-reason]')) text.hidden = text.dataset.reason !== reason;
    banner.hidden = false;
  };
  document.addEventListener('htmx:error', ({ detail }) => detail.ctx && show('network'));
  document.addEventListener('htmx:response:error', ({ detail }) => {
    const { status } = detail.ctx.response;
    if (status !== 422 && status !== 401) show('answer');
  });
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    if (detail.ctx.response?.status < 400) banner.hidden = true;
  });
  banner.querySelector('[data-retry]').addEventListener('click', () => {
    banner.hidden = true;
    document.getElementById('filters')?.requestSubmit();
  });
}
