/** Small changes to the page that touch only what differs, so that focus and selection survive every poll. */
import { exact } from './words.js';

export const byId = id => document.getElementById(id);
export const slot = (root, name) => root.querySelector(`[data-slot="${name}"]`);
export const copyOf = template => byId(template).content.cloneNode(true);

/** Everything the server says goes through here: text, never markup. */
export function text(node, value) {
  const wanted = String(value ?? '');
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Sets an attribute, or takes it away when the value is null. */
export function attribute(node, name, value) {
  if (value === null) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

/** A new element with a class and a text. `bdi` isolates names whose direction is not known. */
export function element(name, className = '', content = '') {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (content !== '') node.textContent = content;
  return node;
}

export function pill(node, { tone, text: label }) {
  attribute(node, 'data-tone', tone);
  text(node, label);
}

/** A moment in words, its exact time on hover; `otherwise` when there is none. */
export function moment(cell, at, label, otherwise) {
  let time = cell.querySelector('time');
  if (at === null) {
    text(cell, otherwise);
    return;
  }
  if (!time) {
    time = document.createElement('time');
    cell.replaceChildren(time);
  }
  text(time, label);
  attribute(time, 'datetime', new Date(at).toISOString());
  attribute(time, 'title', exact(at));
}

/** Makes the keyed children of `parent` match `items`; a child that stays is never moved without need. */
export function keyed(parent, items, keyOf, make, update) {
  const keys = new Set(items.map(item => String(keyOf(item))));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (child.dataset.key === undefined) continue;
    if (keys.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  let place = present.values().next().value ?? null;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = present.get(key);
    if (!node) {
      node = make(item);
      node.dataset.key = key;
      present.set(key, node);
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    update(node, item);
  }
}

/** Runs `action` once at a time; `aria-disabled` rather than `disabled`, which would drop the focus. */
export async function once(button, action) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await action();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}
