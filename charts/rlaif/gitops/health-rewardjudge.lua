-- Health of a RewardJudge for Argo CD: resource.customizations.health.rlaif.dev_RewardJudge
--   Healthy      it may judge: proved on its labelled pairs, or no proof was asked for
--   Degraded     it falls short of its gates, cannot be proved as it is, or its server was lost
--   Progressing  its server starts, its proof runs
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
  health.message = "begun"
end

local endpoint = conditions.EndpointReady
if holds("Stalled") then
  health.status = "Degraded"
elseif holds("Ready") then
  health.status = "Healthy"
elseif holds("Validated") and endpoint ~= nil and endpoint.reason == "ServingUnavailable" then
  -- It was proved on a server that is gone now.
  health.status = "Degraded"
end
return health
