// <repartee-chat>: the element on a site's page.
export class Chat extends HTMLElement {}
