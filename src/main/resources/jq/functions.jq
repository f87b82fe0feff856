# Functions of jq 1.7 that jackson-jq lacks, or that answer otherwise there; one a line, read by JqLibrary.
def IN(s): any(s == .; .);
def IN(src; s): any(src == s; .);
def INDEX(stream; f): reduce stream as $row ({}; .[$row | f | tostring] |= $row);
def INDEX(f): INDEX(.[]; f);
def add(f): reduce f as $x (null; . + $x);
def ascii: [.] | implode;
def trimstr($x): ltrimstr($x) | rtrimstr($x);
def skip($n; f): if $n > 0 then foreach f as $x ($n; . - 1; if . < 0 then $x else empty end) elif $n == 0 then f else error("skip doesn't support negative count") end;
def repeat(f): def _repeat: f, _repeat; _repeat;
def paths: path(..) | select(length > 0);
def map_values(f): if type == "object" then . as $in | reduce keys_unsorted[] as $k ({}; [$in[$k] | first(f)] as $v | if ($v | length) == 0 then . else .[$k] = $v[0] end) else [.[] | first(f)] end;
def walk(f): def w: if type == "object" then map_values(w) elif type == "array" then map(w) else . end | f; w;
def bsearch($x): if type != "array" then error("\(type) (\(tojson)) cannot be searched from") else . as $in | (map(select(. < $x)) | length) as $at | if $at < length and $in[$at] == $x then $at else -1 - $at end end;
def tostream: path(def r: (.[]?|r), .; r) as $p | getpath($p) | reduce path(.[]?) as $q ([$p, .]; [$p + $q]);
def fromstream(f): {x: null, e: false} as $init | foreach f as $i ($init; if .e then $init else . end | if $i | length == 2 then setpath(["e"]; $i[0] | length == 0) | setpath(["x"] + $i[0]; $i[1]) else setpath(["e"]; $i[0] | length == 1) end; if .e then .x else empty end);
def truncate_stream(s): . as $n | null | s | . as $input | if (.[0] | length) > $n then setpath([0]; .[0][$n:]) else empty end;
def until(c; u): def _until: if c then . else (u | _until) end; _until;
