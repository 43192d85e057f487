"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const body = get("rows").tBodies[0], heads = [...get("rows").tHead.rows[0].cells];
  const form = get("filter"), AMOUNT = 5, YEAR = 4;
  const rows = [...body.rows].map((line, place) => ({
    line, place, cells: [...line.cells].map((cell) => cell.textContent),
    text: line.textContent.toLowerCase(), years: line.cells[YEAR].textContent.split("-").map(Number),
    unit: line.cells[AMOUNT].dataset.unit, value: parseFloat(line.cells[AMOUNT].dataset.value),
  }));
  const filter = () => {
    const words = get("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = get("kind").value, country = get("country").value;
    const from = Number(get("from").value) || -Infinity, to = Number(get("to").value) || Infinity;
    const dated = from > -Infinity || to < Infinity;
    let shown = 0;
    for (const row of rows) {
      const first = row.years[0], last = row.years[row.years.length - 1];
      const fits = words.every((word) => row.text.includes(word)) &&
        (!kind || row.cells[0] === kind) && (!country || row.cells[1] === country) &&
        (!dated || (first > 0 && last >= from && first <= to));
      row.line.hidden = !fits;
      shown += fits;
    }
    get("shown").textContent = `${shown} of ${rows.length} rows`;
  };
  const compare = (a, b, column) => {
    if (column !== AMOUNT) return a.cells[column].localeCompare(b.cells[column], "en", { numeric: true });
    return a.unit.localeCompare(b.unit, "en") || (isNaN(a.value) - isNaN(b.value)) || (a.value - b.value) || 0;
  };
  const sort = (column) => {
    const up = heads[column].getAttribute("aria-sort") !== "ascending";
    heads.forEach((head) => head.setAttribute("aria-sort", "none"));
    heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
    const ordered = [...rows].sort((a, b) => (up ? 1 : -1) * compare(a, b, column) || a.place - b.place);
    body.append(...ordered.map((row) => row.line));
  };
  heads.forEach((head, column) => {
    const button = head.firstElementChild;
    button.disabled = false;
    button.addEventListener("click", () => sort(column));
  });
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
