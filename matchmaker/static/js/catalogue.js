// A suggested HS code is taken over by a click.
"use strict";
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-fill]");
  if (choice) {
    const field = document.querySelector(choice.dataset.fill);
    field.value = choice.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
