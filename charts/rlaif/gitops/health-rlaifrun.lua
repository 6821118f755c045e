-- Health of a RlaifRun for Argo CD: resource.customizations.health.rlaif.dev_RlaifRun
--   Healthy      the tuned model is served, or the run asked for none and passed
--   Suspended    it waits for a person who decided, or has to: suspended by spec, or rejected by its gates
--   Degraded     it failed, cannot go on as it is, or lost the pods that served
--   Progressing  everything else, for hours
local health = {status = "Progressing", message = "the operator has not seen this generation yet"}
local status = obj.status
if status == nil or status.conditions == nil or status.observedGeneration ~= obj.metadata.generation then
  return health
end

local conditions = {}
for _, condition in ipairs(status.conditions) do
  conditions[condition.type] = condition
end
local function holds(name)
  return conditions[name] ~= nil and conditions[name].status == "True"
end

local ready = conditions.Ready
if ready ~= nil then
  health.message = ready.reason .. ": " .. ready.message
else
  health.message = status.phase or "begun"
end

if holds("Suspended") then
  health.status = "Suspended"
elseif status.phase == "Rejected" then
  -- A verdict, not a fault. To be paged for it, make this "Degraded".
  health.status = "Suspended"
elseif holds("Failed") or holds("Stalled") then
  health.status = "Degraded"
elseif holds("Ready") then
  health.status = "Healthy"
elseif status.phase == "Succeeded" then
  -- It was served, and is not now.
  health.status = "Degraded"
end
return health
