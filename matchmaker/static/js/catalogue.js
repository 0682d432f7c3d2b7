// A suggested HS code is taken over by a click. Once a form in steps is sent, nothing more of it is kept as a draft: that
// would arrive after the saving, and bring the form back.
"use strict";
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-fill]");
  if (choice) {
    const field = document.querySelector(choice.dataset.fill);
    field.value = choice.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest(".kept-form");
  form?.addEventListener("htmx:beforeRequest", (request) => request.target === form && request.preventDefault());
});
