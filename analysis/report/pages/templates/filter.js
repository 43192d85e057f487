"use strict";
(() => {
  const shownFrom = (form) => {
    const items = [...document.getElementById(form.dataset.filters).children]
      .map((item) => ({ item, text: item.textContent.toLowerCase() }));
    const box = form.querySelector("input"), told = form.querySelector("output");
    const filter = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { item, text } of items) {
        item.hidden = !words.every((word) => text.includes(word));
        shown += !item.hidden;
      }
      told.textContent = `${shown} of ${items.length}`;
    };
    // What is linked to is shown, whatever was typed.
    const reach = () => {
      const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!linked || !linked.hidden) return;
      box.value = "";
      filter();
      linked.scrollIntoView();
    };
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", reach);
    filter();
  };
  document.querySelectorAll("form.filter").forEach(shownFrom);
})();
