/* Only enhances: every form works without it. Keeps each answer as it is left, and puts what follows in its place. */
"use strict";

(() => {
  const sheet = document.querySelector("form[data-answers]");

  /* --- answers ------------------------------------------------------------------------------------------ */

  const WAIT = 1200; // ms after the last key; only words are kept while they are typed
  const MOST = 60000; // characters that a browser still sends for a page that is being left
  const PART = { "X-Fupan-Part": "1" };
  const TROUBLE = ".error, .was-note, .error ~ blockquote";
  let queue = Promise.resolve();
  let waiting = 0, busy = 0;

  const block = (element) => element.closest(".question[data-key]");
  const controls = (question) =>
    [...question.querySelectorAll("input, select, textarea")].filter((one) => /^(answer|other)\./.test(one.name));

  function changed(control) {
    if (ticked(control)) return control.checked !== control.defaultChecked;
    if (control.tagName === "SELECT") return [...control.options].some((one) => one.selected !== one.defaultSelected);
    return control.value !== control.defaultValue;
  }

  const state = (control) => (ticked(control) ? control.checked : control.value);
  const ticked = (control) => control.type === "radio" || control.type === "checkbox";

  function settle(control, kept) { // what was sent, which may not be what stands there by now
    if (ticked(control)) control.defaultChecked = kept;
    else if (control.tagName === "SELECT") for (const one of control.options) one.defaultSelected = one.value === kept;
    else control.defaultValue = kept;
  }

  const dirty = (question) => controls(question).some(changed);

  function body(question) {
    const sent = new URLSearchParams();
    for (const one of sheet.querySelectorAll('input[name="csrf"], input[name="way"]')) sent.append(one.name, one.value);
    sent.append("go", "keep");
    for (const one of question.querySelectorAll("input, select, textarea")) {
      if (one.name && (!ticked(one) || one.checked)) sent.append(one.name, one.value);
    }
    return sent;
  }

  function keep(question) {
    clearTimeout(waiting);
    hold(1);
    queue = queue.then(() => send(question)).catch(() => tell(sheet.dataset.failed)).then(() => hold(-1));
  }

  function hold(more) {
    busy += more;
    sheet.toggleAttribute("data-busy", busy > 0);
  }

  async function send(question) {
    if (!question.isConnected) return;
    if (!dirty(question)) { // it says again what is kept
      calm(question);
      return;
    }
    const sent = body(question);
    const states = controls(question).map((one) => [one, state(one)]);
    tell(sheet.dataset.saving);
    const answer = await fetch(sheet.action, {
      method: "POST", body: sent, headers: PART, credentials: "same-origin", redirect: "error",
      keepalive: String(sent).length < MOST,
    });
    const page = await read(answer);
    if (!page.getElementById("questions")) { // sealed elsewhere, or the session is over: all stays as it stands
      refuse(page);
      return;
    }
    if (page.querySelector('#state[data-kept="1"]')) for (const [one, kept] of states) settle(one, kept);
    merge(page, question);
  }

  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  function refuse(page) {
    const box = document.createElement("div");
    box.className = "told warn";
    box.tabIndex = -1;
    const said = page.querySelector("main") ?? page.body;
    const title = document.createElement("p");
    title.textContent = said.querySelector("h1")?.textContent ?? "";
    box.append(title, ...said.querySelectorAll(":scope > p"));
    document.getElementById("told")?.replaceChildren(box);
    tell(sheet.dataset.failed);
    box.focus();
  }

  function tell(words) {
    const state = document.getElementById("state");
    if (state && words && state.textContent !== words) state.textContent = words;
  }

  /* --- putting the newer questions in the place of the older -------------------------------------------- */

  function merge(page, sent) {
    const here = document.activeElement && block(document.activeElement);
    const place = document.getElementById("questions");
    const old = new Map([...place.children].map((one) => [one.id, one]));
    let next = place.firstElementChild;
    for (const fresh of [...page.getElementById("questions").children]) {
      const known = old.get(fresh.id);
      old.delete(fresh.id);
      if (!known) {
        place.insertBefore(fresh, next);
        continue;
      }
      if (known === next) next = next.nextElementSibling; else place.insertBefore(known, next);
      if (known === here || (known.dataset.key && dirty(known))) renew(known, fresh, known === sent);
      else if (known.outerHTML !== fresh.outerHTML) known.replaceWith(fresh);
    }
    for (const gone of old.values()) if (gone !== here) gone.remove();
    const care = document.getElementById("care"), before = care?.textContent;
    for (const id of ["trail", "desk-trail", "told", "care"]) swap(page, id);
    tell(page.getElementById("state")?.textContent.trim());
    if (care && care.textContent.trim() && care.textContent !== before) care.focus(); // before any further question
  }

  function renew(known, fresh, sent) { // someone types here: only what stands around the control is new
    const [mine, theirs] = [known, fresh].map((one) => one.querySelector('[name^="was."]'));
    if (mine && theirs && (sent || !dirty(known))) mine.value = theirs.value;
    calm(known);
    (known.querySelector("fieldset") ?? known).append(...fresh.querySelectorAll(TROUBLE));
    const marked = [known, fresh].map((one) => [...one.querySelectorAll("fieldset, textarea, select, input.amount")]);
    marked[0].forEach((one, n) => {
      for (const name of ["aria-invalid", "aria-describedby"]) {
        const value = marked[1][n]?.getAttribute(name);
        if (value) one.setAttribute(name, value);
      }
    });
  }

  function calm(question) { // nothing is amiss with it any more
    for (const one of question.querySelectorAll(TROUBLE)) one.remove();
    for (const one of question.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
      one.removeAttribute("aria-describedby");
    }
  }

  function swap(page, id) {
    const mine = document.getElementById(id), theirs = page.getElementById(id);
    if (mine && theirs && mine.innerHTML !== theirs.innerHTML) mine.innerHTML = theirs.innerHTML;
  }

  const marks = () => [...sheet.querySelectorAll('[name^="was."]')].map((one) => one.value).join();

  async function look() { // another window, or the terminal, may have gone on meanwhile
    if (document.hidden) return;
    const answer = await fetch(sheet.action, { headers: PART, credentials: "same-origin" });
    const page = await read(answer);
    if (!answer.ok) refuse(page);
    else if (new URL(answer.url).pathname === new URL(sheet.action).pathname) {
      const before = marks();
      merge(page);
      if (marks() !== before) tell(sheet.dataset.elsewhere);
    }
  }

  if (sheet) {
    sheet.addEventListener("change", (event) => { const at = block(event.target); if (at) keep(at); });
    sheet.addEventListener("input", (event) => {
      const at = block(event.target);
      clearTimeout(waiting);
      if (at && event.target.tagName === "TEXTAREA") waiting = setTimeout(() => keep(at), WAIT);
    });
    sheet.addEventListener("keydown", (event) => { // in a single line Enter leads to the next field, as in the terminal
      const line = event.target.matches?.("textarea.line, input.amount");
      if (!line || event.key !== "Enter" || event.isComposing || event.shiftKey) return;
      event.preventDefault();
      const fields = [...sheet.querySelectorAll("#questions textarea, #questions input:not([type=hidden]), #questions select, .actions .main")];
      fields[fields.indexOf(event.target) + 1]?.focus();
    });
    sheet.addEventListener("submit", (event) => { // the form goes once its answers are in
      clearTimeout(waiting);
      if (!busy) return;
      event.preventDefault();
      const { name, value } = event.submitter ?? {};
      queue.then(() => sheet.requestSubmit(sheet.querySelector(`button[name="${name}"][value="${value}"]`)));
    });
    addEventListener("pagehide", () => { // the tab is closed while something is being typed
      for (const at of sheet.querySelectorAll(".question[data-key]")) {
        if (dirty(at) && at.contains(document.activeElement)) navigator.sendBeacon(sheet.action, body(at));
      }
    });
    document.addEventListener("visibilitychange", () => { queue = queue.then(look).catch(() => {}); });
  }

  /* --- the soft clock ------------------------------------------------------------------------------------ */

  const clock = document.getElementById("clock");
  if (clock) {
    const name = `fupan ${clock.dataset.name}`, budget = Number(clock.dataset.budget);
    const shown = document.createElement("span");
    shown.className = "ticking";
    clock.prepend(shown);
    let spent = Number(sessionStorage.getItem(name)) || 0;
    const tick = () => {
      const left = budget - spent, time = Math.abs(left);
      shown.textContent = `${left < 0 ? "+" : ""}${String(Math.floor(time / 60)).padStart(2, "0")}:${String(time % 60).padStart(2, "0")} · `;
      if (left < 0 && !clock.classList.contains("over")) { clock.classList.add("over"); tell(clock.dataset.over); }
      if (!document.hidden) sessionStorage.setItem(name, String(spent++));
    };
    tick();
    setInterval(tick, 1000);
  }

  /* --- the re-reading desk: j and k turn the page ---------------------------------------------------------- */

  const trail = document.getElementById("desk-trail");
  if (trail) {
    document.addEventListener("keydown", (event) => {
      if (event.target.matches?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
      const here = trail.querySelector(".here")?.parentElement;
      if (event.key === "j") document.querySelector('.actions [name="go"][value="on"]')?.click();
      if (event.key === "k") here?.previousElementSibling?.querySelector("button")?.click();
    });
  }
})();
