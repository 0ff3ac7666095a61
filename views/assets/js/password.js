/** Shows what is typed in the password field, for as long as asked. */
export const password = () => ({
  shown: false,
  get pressed() {
    return String(this.shown);
  },
  toggle() {
    this.shown = !this.shown;
    this.$refs.input.type = this.shown ? 'text' : 'password';
  },
});
