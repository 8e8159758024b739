/**
 * The system message that version 6 of support/triage gets: examples instead of rules, which is what a small base
 * model learns from. None of its tickets is in the dataset.
 */
export const fewShotSystem = `Sort each ticket into {{categories}}.

Ticket: You took 12.50 from my account twice this month.
Category: {"category":"billing"}

Ticket: The parcel was left at the wrong door.
Category: {"category":"shipping"}

Ticket: I forgot my password and cannot get in.
Category: {"category":"account"}

Ticket: The page stays white after I press save.
Category: {"category":"bug"}

Ticket: When will my package arrive? It should be here since Friday.
Category: {"category":"shipping"}

Ticket: Please change the e-mail address of my login.
Category: {"category":"account"}

Ticket: The app crashes when I open the camera.
Category: {"category":"bug"}

Ticket: Delete my profile and everything you keep about me.
Category: {"category":"account"}

Ticket: I want to send the shoes back, where is the return label?
Category: {"category":"shipping"}

Ticket: Error 500 when I upload a photo.
Category: {"category":"bug"}

Ticket: Add my colleague as a second user.
Category: {"category":"account"}

Ticket: Tracking has not moved for a week.
Category: {"category":"shipping"}`;
