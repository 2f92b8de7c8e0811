package pgdiag

// maxWord is the length of the longest word in pureWords.
const maxWord = 32

// pureWords are the words that may stand before a parenthesis in a query that only reads: key words, types, and the
// functions of PostgreSQL's own that write nothing. What is not in the list may do anything.
var pureWords = wordSet(
	// key words
	"select", "from", "where", "in", "values", "and", "or", "not", "as", "over", "filter", "exists", "any", "all", "some",
	"array", "row", "case", "when", "then", "else", "on", "using", "by", "having", "distinct", "union", "except", "intersect",
	"limit", "offset", "lateral", "with", "materialized", "is", "like", "ilike", "similar", "between", "within", "group",
	"grouping", "sets", "rollup", "cube", "rows", "join", "of", "return", "recursive", "only",
	// types with a modifier
	"varchar", "char", "character", "varying", "numeric", "decimal", "float", "bit", "interval", "time", "timestamp", "timestamptz",
	// functions
	"abs", "age", "array_agg", "array_append", "array_cat", "array_length", "array_position", "array_remove", "array_to_string",
	"array_upper", "avg", "bool_and", "bool_or", "btrim", "cardinality", "cast", "ceil", "ceiling", "char_length", "clock_timestamp",
	"coalesce", "concat", "concat_ws", "count", "current_database", "current_schema", "current_setting", "date_part", "date_trunc",
	"decode", "dense_rank", "encode", "every", "extract", "first_value", "floor", "format", "format_type", "gen_random_uuid",
	"generate_series", "generate_subscripts", "greatest", "has_database_privilege", "has_schema_privilege", "has_table_privilege",
	"initcap", "json_agg", "json_array_elements", "json_build_array", "json_build_object", "json_object_agg", "jsonb_agg",
	"jsonb_array_elements", "jsonb_build_array", "jsonb_build_object", "jsonb_each", "jsonb_object_agg", "jsonb_set", "lag",
	"last_value", "lead", "least", "left", "length", "ln", "lower", "lpad", "ltrim", "make_date", "make_interval", "max", "md5",
	"min", "mod", "now", "ntile", "nullif", "obj_description", "octet_length", "overlay", "pg_backend_pid", "pg_blocking_pids", "pg_control_system", "pg_current_wal_lsn", "pg_current_xact_id", "pg_current_xact_id_if_assigned",
	"pg_database_size", "pg_get_constraintdef", "pg_get_expr", "pg_get_indexdef", "pg_get_viewdef", "pg_is_in_recovery",
	"pg_postmaster_start_time", "pg_relation_size", "pg_size_pretty", "pg_sleep", "pg_table_is_visible", "pg_table_size",
	"pg_total_relation_size", "pg_typeof", "pg_walfile_name", "pg_xact_status", "position", "power", "quote_ident", "quote_literal", "random", "rank", "regexp_match",
	"regexp_matches", "regexp_replace", "regexp_split_to_table", "repeat", "replace", "reverse", "right", "round", "row_number",
	"row_to_json", "rpad", "rtrim", "sha256", "sign", "split_part", "sqrt", "stddev", "string_agg", "string_to_array", "strpos",
	"substr", "substring", "sum", "to_char", "to_date", "to_json", "to_jsonb", "to_number", "to_regclass", "to_timestamp",
	"transaction_timestamp", "translate", "trim", "trunc", "unnest", "upper", "variance", "version", "width_bucket",
)

func wordSet(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}

func pureWord(word []byte) bool { return inSet(pureWords, word) }

// overloadedWords are those of the functions in pureWords whose names a program may well give to one of its own, with other
// arguments, that writes.
var overloadedWords = wordSet(
	"age", "count", "decode", "encode", "every", "format", "lag", "lead", "left", "length", "max", "min", "mod", "overlay", "position",
	"power", "random", "rank", "replace", "reverse", "right", "round", "sign", "sum", "translate", "trim", "trunc", "version",
)

func overloaded(word []byte) bool { return inSet(overloadedWords, word) }

// typeWords are the names of types of PostgreSQL's own, and the schema in which they are.
var typeWords = wordSet(
	"pg_catalog", "bigint", "int8", "bit", "bool", "boolean", "box", "bpchar", "bytea", "char", "character", "cidr", "circle", "date",
	"daterange", "dec", "decimal", "double", "float", "float4", "float8", "inet", "int", "int2", "int4", "integer", "interval", "int4range",
	"int8range", "json", "jsonb", "jsonpath", "line", "lseg", "macaddr", "macaddr8", "money", "name", "national", "nchar", "numeric",
	"numrange", "oid", "path", "pg_lsn", "point", "polygon", "real", "regclass", "regnamespace", "regoper", "regproc", "regprocedure",
	"regrole", "regtype", "smallint", "text", "tid", "time", "timestamp", "timestamptz", "timetz", "tsquery", "tsrange", "tstzrange",
	"tsvector", "uuid", "varbit", "varchar", "xid", "xid8", "xml",
)

// literalWords are the words beside those that may stand before a literal without making it one of a type of a program's own.
var literalWords = wordSet(
	"asymmetric", "at", "both", "collate", "escape", "for", "leading", "precision", "second", "symmetric", "to", "trailing", "uescape", "zone",
	"end", "fetch", "minute", "hour", "day", "month", "year",
)

// beforeLiteral tells whether a word may stand before a literal and do nothing.
func beforeLiteral(word []byte) bool {
	return pureWord(word) || inSet(typeWords, word) || inSet(literalWords, word)
}

// inSet tells whether a set has a word, whatever the word's case.
func inSet(set map[string]bool, word []byte) bool {
	var low [maxWord]byte
	if len(word) > maxWord {
		return false
	}
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	return set[string(low[:len(word)])]
}

// lastingPrefixes begin the names of functions that do what no rollback undoes: sequences, locks of the session, files,
// replication slots, and what other servers are told to do (manual: "System Administration Functions", "Sequence
// Manipulation Functions", dblink).
var lastingPrefixes = []string{
	"dblink", "setval", "pg_advisory_lock", "pg_advisory_unlock", "pg_try_advisory_lock", "lo_export", "pg_create_", "pg_drop_replication",
	"pg_replication_", "pg_copy_", "pg_logical_", "pg_file_", "pg_promote", "pg_switch_wal", "pg_stat_reset", "http",
}

func lastingFunction(name []byte) bool {
	for _, p := range lastingPrefixes {
		if hasPrefix(name, p) {
			return true
		}
	}
	return false
}

func hasPrefix(name []byte, lower string) bool {
	return len(name) >= len(lower) && is(name[:len(lower)], lower)
}

// mentionsLasting tells whether one of those names occurs in the text of a block.
func mentionsLasting(text []byte) bool {
	for _, p := range lastingPrefixes {
		if len(p) > 4 && contains(text, p) {
			return true
		}
	}
	return contains(text, "http(") || contains(text, "http_")
}
