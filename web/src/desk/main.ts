/** The coordinators' desk. */

import "../styles/desk.css";

import { EdiDesk } from "./element";

customElements.define("edi-desk", EdiDesk);
