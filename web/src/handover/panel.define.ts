/** Makes the panel known to the page, once somebody asks for it. */

import { Form } from "./form";
import { EdiPerson } from "./panel";

if (customElements.get("edi-person") === undefined) customElements.define("edi-person", EdiPerson);

export { Form };
