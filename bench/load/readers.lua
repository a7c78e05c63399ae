-- Asks for the lists of readers 1 to 1000 in turn; each thread begins at another reader.
local offset = 0
function setup(thread)
  thread:set("offset", offset)
  offset = offset + 500
end

local reader = 0
function request()
  reader = reader % 1000 + 1
  return wrk.format("GET", string.format("/v1/recommendations?user_id=reader-%05d", (reader + offset) % 1000 + 1))
end

function done(summary, latency, requests)
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format("RESULT %.0f %d %.2f %.2f\n", summary.requests / (summary.duration / 1e6), errors,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
