// The server's paths, as the console calls them. Who is signed in is in a cookie that no script reads.

import { Problem, problemOf } from "../widget/problem.js";

let signedOut = () => {};

/** Called when the server does not know the session any more. */
export function onSignedOut(does) {
  signedOut = does;
}

/** The response to a form, or to what becomes JSON; fails with a `Problem`. */
export async function call(method, path, body) {
  // The browser says itself what a form is.
  const isJson = body !== undefined && !(body instanceof FormData);
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: isJson ? { "Content-Type": "application/json" } : {},
      body: isJson ? JSON.stringify(body) : body,
      credentials: "same-origin",
      cache: "no-store",
    });
  } catch (unreachable) {
    throw new Problem(0, "", unreachable);
  }
  if (!response.ok) {
    if (response.status === 401 && path !== "/session") {
      signedOut();
    }
    throw await problemOf(response);
  }
  return response;
}

export const get = async (path) => (await call("GET", path)).json();

export async function post(path, body = {}) {
  const response = await call("POST", path, body);
  return response.status === 204 ? null : response.json();
}

export const patch = async (path, body) => (await call("PATCH", path, body)).json();

export const remove = (path) => call("DELETE", path);

/** A page of a list: {rows, next}; `next` is the path of the page behind it, null at the end. */
export async function page(path) {
  const response = await call("GET", path);
  const next = /<([^>]*)>;\s*rel="next"/.exec(response.headers.get("Link") ?? "")?.[1] ?? null;
  return { rows: await response.json(), next };
}

/** The rows of all pages of a list that has a bound. */
export async function all(path) {
  const rows = [];
  for (let next = path; next !== null; ) {
    const one = await page(next);
    rows.push(...one.rows);
    next = one.next;
  }
  return rows;
}

/** A path with these parameters, but for those that are null or empty. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

export const conversationPath = (chatbot, uid) => `/chatbots/${chatbot}/conversations/${uid}`;
