// Draws the page from what lies in it, then follows the run.
import { showAnswers } from "./answers.js";
import { showBase } from "./base.js";
import { page } from "./data.js";
import { showEvaluation } from "./evaluation.js";
import { showJudge } from "./judge.js";
import { listen } from "./live.js";
import { showPairs } from "./pairs.js";
import { showPlan } from "./plan.js";
import { showNow } from "./stages.js";
import { showTraining } from "./training.js";

/** A live page asks for the pairs when there is an evaluation to go with them. */
async function fetchPairs() {
  if (!page.live) return;
  const reply = page.runs[0].results.evaluation ? await fetch("/api/pairs") : null;
  page.pairs = reply?.ok ? await reply.json() : null;
}

function showResults() {
  showBase();
  showEvaluation();
  showJudge();
  showPlan();
  fetchPairs().then(showPairs);
}

showNow();
showTraining();
showResults();
showAnswers();
let evaluated = JSON.stringify(page.runs.map((run) => run.results));
listen((parts) => {
  if (parts.has("state") || parts.has("metrics") || parts.has("results")) showNow();
  if (parts.has("metrics")) showTraining();
  if (parts.has("results")) {
    const now = JSON.stringify(page.runs.map((run) => run.results));
    if (now !== evaluated) showResults();
    evaluated = now;
  }
  if (parts.has("answers")) showAnswers();
});
