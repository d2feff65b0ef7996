-- POST the webhooks of a file, one after the other; from the first again after the last.
-- The file is the one argument; benchmarks/load/bodies.py says what a line is.

local signatures, bodies, at = {}, {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local signature, body = line:match("^[^\t]*\t([^\t]*)\t(.*)$")
    signatures[#signatures + 1] = signature
    bodies[#bodies + 1] = body
  end
end

function request()
  at = at % #bodies + 1
  local headers = { ["Content-Type"] = "application/json", ["X-Hub-Signature-256"] = signatures[at] }
  return wrk.format("POST", nil, headers, bodies[at])
end

-- Times are microseconds.
function done(summary, latency, requests)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"answered": %d, "refused": %d, "lost": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f}\n',
    summary.requests, errors.status, lost, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  ))
end
