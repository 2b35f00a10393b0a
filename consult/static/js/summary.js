// The summary of what is to be corrected takes the focus also where the address names another place on the page: there,
// browsers leave `autofocus` aside.
const summary = document.querySelector(".note-error[autofocus]");
const take = () => summary?.focus();

if (document.readyState === "complete") take();
else addEventListener("load", take, { once: true });
