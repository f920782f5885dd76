// The quality page: its days are those of the reader.

import "./page.js";
import { byID } from "./dom.js";
import { keepZone } from "./zone.js";

keepZone(byID("quality").dataset.zone);
