// Makes pages smoother; without it everything works.
"use strict";
(() => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  // A link in the summary leads to its box, so that typing can go on at once.
  document.querySelectorAll(".wrong a[href^='#']").forEach((link) => {
    link.addEventListener("click", (event) => {
      const box = document.getElementById(link.hash.slice(1));
      if (box) {
        event.preventDefault();
        box.focus();
        box.scrollIntoView({ block: "center" });
      }
    });
  });
  // Nothing is sent twice by an impatient click; the server holds that anyway.
  document.querySelectorAll("form").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form").forEach((form) => delete form.dataset.sent);
  });
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = document.getElementById(button.dataset.said);
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
        said.textContent = "Copied.";
      } catch {
        said.textContent = "Copying is not allowed here.";
      }
    });
  });
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
