// The page of an indicator.
import { startExploring } from "./explore.js";

startExploring();
