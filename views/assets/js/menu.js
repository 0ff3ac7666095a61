/** A button that opens what stands beside it; Escape, a click outside and a choice close it. */
export const menu = () => ({
  open: false,
  get expanded() {
    return String(this.open);
  },
  toggle() {
    this.open = !this.open;
  },
  close(event) {
    if (!this.open) return;
    this.open = false;
    if (event?.key !== 'Escape') return;
    event.stopPropagation();
    this.$root.querySelector('[aria-expanded]').focus();
  },
});
