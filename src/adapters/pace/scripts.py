"""The scripts that run in Redis: each is one step for all processes. Times are microseconds, by the clock of Redis
unless one is given (in tests). Large numbers are written with %.0f: Lua would round them to 14 digits.

The number and the recipient are GCRA limiters (generic cell rate algorithm, ITU-T I.371): all that is kept is when the
next departure may be. A recipient tolerates a burst; a number does not, its departures are evenly spaced.
"""

_NOW = """
local now = tonumber(ARGV[1])
if not now then
    local time = redis.call('TIME')
    now = time[1] * 1000000 + time[2]
end
local function keep(key, value, at)
    redis.call('SET', key, value, 'PX', math.ceil((at - now) / 1000) + KEPT)
end
local function written(at)
    return string.format('%.0f', at)
end
"""

# How fast the number goes, as a share of what the provider takes: it recovers with time.
_SHARE = """
local function share(number, recovery)
    local kept = redis.call('HMGET', number, 'share', 'share_at')
    if not kept[1] then
        return 1
    end
    return math.min(1, tonumber(kept[1]) + recovery * (now - kept[2]) / 1000000)
end
"""

RESERVE = f"""
local KEPT = 60000 -- milliseconds that a booking is known after its time
{_NOW}{_SHARE}
local number, recipient, send = KEYS[1], KEYS[2], KEYS[3]
local interval, apart, burst = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local grace, recovery = tonumber(ARGV[5]), tonumber(ARGV[6])

local holds = redis.call('MGET', KEYS[4], KEYS[5], KEYS[6])
local held_all = math.max(tonumber(holds[1] or 0), tonumber(holds[2] or 0))
local held_one = tonumber(holds[3] or 0)
if math.max(held_all, held_one) > now then
    return {{math.max(held_all, held_one) - now, held_one > held_all and 1 or 0}}
end

local with, at = string.match(redis.call('GET', send) or '', '(%a):(%d+)')
at = tonumber(at)
if with == 'n' and now <= at + grace then -- booked with the number: it keeps its place
    return {{math.max(0, at - now), 0}}
end
if not with then
    local next = math.max(now, tonumber(redis.call('GET', recipient) or 0))
    keep(recipient, written(next + apart), next + apart)
    with, at = 'r', math.max(now, next - (burst - 1) * apart)
    if at > now then
        keep(send, 'r:' .. written(at), at)
    end
end
if with == 'r' and at > now then
    return {{at - now, 1}}
end
-- Its recipient may hear from us. A departure that was missed by more than the grace is booked again: all that waited
-- for a worker would leave together otherwise.
at = math.max(now, tonumber(redis.call('HGET', number, 'next') or 0))
redis.call('HSET', number, 'next', written(at + interval / share(number, recovery)))
redis.call('PEXPIRE', number, math.ceil((at - now) / 1000) + 3600000)
keep(send, 'n:' .. written(at), at)
return {{at - now, 0}}
"""

# The calls that count: for a second after their answer. The provider counts them when they arrive, which is before it.
ENTER = f"""
local KEPT = 0
{_NOW}
local most, lost, send = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', written(now))
if redis.call('ZCARD', KEYS[1]) >= most then
    return math.max(1, redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] - now)
end
redis.call('ZADD', KEYS[1], written(now + lost), send)
redis.call('PEXPIRE', KEYS[1], math.ceil(lost / 1000))
return 0
"""

LEAVE = f"""
local KEPT = 0
{_NOW}
redis.call('ZADD', KEYS[1], 'XX', written(now + tonumber(ARGV[2])), ARGV[3])
return 1
"""

SLOW = f"""
local KEPT = 0
{_NOW}{_SHARE}
local recovery, factor, floor = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local fraction = share(KEYS[1], recovery)
redis.call('HSET', KEYS[1], 'share', math.max(floor, fraction * factor), 'share_at', written(now))
redis.call('PEXPIRE', KEYS[1], 3600000)
return 1
"""

HOLD = f"""
local KEPT = 0
{_NOW}
local at = now + tonumber(ARGV[2])
if at > tonumber(redis.call('GET', KEYS[1]) or 0) then
    keep(KEYS[1], written(at), at)
end
return 1
"""
