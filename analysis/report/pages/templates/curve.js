"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const given = JSON.parse(get("moved-data").textContent);
  const START = "set_start", DATES = ["early", "late"];
  const fixed = (value, digits) => value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = (value) => `${fixed(100 * value, Math.abs(value) < 0.1 ? 1 : 0)}%`;
  const SHOWN = {
    percent, number: (value) => fixed(value, 2), years: (value) => `${fixed(value, 0)} years`,
    dollars: (value) => `${fixed(value, 2)} dollars`, "million dollars": (value) => `${fixed(value, 0)} million dollars`,
  };
  const show = (input, value) => {
    const out = get(`${input.id}-shown`);
    if (!out) return;
    out.textContent = SHOWN[input.dataset.shown](value);
    input.setAttribute("aria-valuetext", out.textContent);
  };
  const put = (input, value) => {
    if (input.type === "checkbox") input.checked = value; else input.value = value;
    show(input, value);
  };
  const read = (input) => (input.type === "checkbox" ? input.checked : input.type === "range" ? input.valueAsNumber : input.value);
  // Vega gives its data sets names of its own: they are known by a column that is made in them.
  const holding = (made, column) => made.vgSpec.data.find((item) => (item.transform || []).some((step) => step.as === column)).name;
  const fields = (form) => [...form.elements].filter((item) => item.id);

  const curve = (made) => {
    const names = { path: holding(made.employment, "grows"), passes: holding(made.elasticity, "turn"), peaks: holding(made.employment, "turn") };
    const views = [made.elasticity.view, made.employment.view], form = get("curve-form");
    const buttons = [...get("curve-moved").querySelectorAll("[data-preset]")];
    let begun = given.first;
    const tell = () => {
      const path = views[1].data(names.path), [passes] = views[0].data(names.passes), [peak] = views[1].data(names.peaks);
      const start = views[0].signal(START), year = (row) => (start > 0 ? `in ${fixed(row.calendar_there, 0).replace(",", "")}` : `${fixed(row.turn, 1)} years on`);
      const first = path[0], last = path[path.length - 1], times = (value) => fixed(value, value < 10 ? 2 : 1);
      const one = passes ? `Elasticity passes one ${year(passes)}` : first.elasticity < 1 ? "Elasticity is below one from the start" : "Elasticity stays above one in the years shown";
      const work = peak ? `employment peaks ${year(peak)}, at ${times(peak.employment_there)} times that of the first year`
        : first.grows < 0 ? "employment falls from the first year on" : "employment still grows in the last year shown";
      get("curve-told").textContent = `${one}; ${work}. In the last year it is ${times(last.employment)} times that of the first.`;
    };
    const run = (values) => {
      for (const view of views) for (const name in values) view.signal(name, values[name]);
      return Promise.all(views.map((view) => view.runAsync())).then(tell);
    };
    const begin = (name) => {
      begun = name;
      const { values, note } = given.presets[name];
      fields(form).forEach((input) => put(input, values[input.id]));
      get("preset-note").innerHTML = note;
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.preset === name)));
      return run(values);
    };
    buttons.forEach((button) => button.addEventListener("click", () => begin(button.dataset.preset)));
    form.addEventListener("input", (event) => {
      show(event.target, read(event.target));
      run({ [event.target.id]: read(event.target) });
    });
    form.addEventListener("reset", (event) => { event.preventDefault(); begin(begun); });
    return begin(begun);
  };

  const hours = (made) => {
    const view = made.hours.view, form = get("hours-form");
    const tell = () => {
      const [early, late] = DATES.map((date) => view.signal("hours_in_all")[date]);
      get("hours-told").textContent = `${fixed(early, 1)} million hours a year in 2021-22, ${fixed(late, 1)} million in 2024-25: ${fixed(late / early, 2)} times as many.`;
    };
    const run = (values) => {
      for (const name in values) view.signal(name, values[name]);
      return view.runAsync().then(tell);
    };
    const begin = () => {
      fields(form).forEach((input) => put(input, given.hours[input.id]));
      return run(given.hours);
    };
    form.addEventListener("input", (event) => {
      show(event.target, read(event.target));
      run({ [event.target.id]: read(event.target) });
    });
    form.addEventListener("reset", (event) => { event.preventDefault(); begin(); });
    return begin();
  };

  for (const id of ["curve-moved", "hours-moved"]) get(id).hidden = false;
  // On a phone the curve stays in sight while sliders are moved, so it may take half of the screen.
  const small = matchMedia("(max-width: 44rem)").matches;
  if (small) for (const name of ["elasticity", "employment"]) given.charts[name].height = 96;
  if (small) document.querySelectorAll("#curve-form details:not(:first-child)").forEach((part) => { part.open = false; });
  const drawn = Object.entries(given.charts).map(([name, chart]) =>
    window.vegaEmbed(`#chart-${name}`, chart, { actions: false, renderer: "svg", logLevel: 1 }).then((made) => [name, made]));
  window.moved = Promise.all(drawn).then((pairs) => {
    const made = Object.fromEntries(pairs);
    return Promise.all([curve(made), hours(made)]).then(() => made);
  });
})();
