/** What the look-up's pages can do more of with a script. Each part finds its own place in the page, or none. */

import { describeCase } from "./case";
import { offerPrint } from "./printing";
import { searchAsTyped } from "./search";
import { offerToCopy } from "./sharing";
import { editSheet } from "./sheet";
import { watchForWithdrawal } from "./withdrawn";

searchAsTyped(document);
describeCase(document);
editSheet(document);
offerPrint(document);
offerToCopy(document);
watchForWithdrawal(document);
