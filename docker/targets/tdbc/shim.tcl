#!/usr/bin/tclsh
# tdbc::postgres as TDBC's documentation uses it: a connection, prepare and execute with named variables, begintransaction, commit and
# rollback.
#
# It has no deadline for a call; -timeout is libpq's connect_timeout, in seconds. TDBC speaks of no connection's state; a code is in errorCode.

package require tdbc::postgres
fconfigure stdin -encoding utf-8
fconfigure stdout -encoding utf-8 -buffering line

# JSON, as much as the protocol needs of it. null is a text of its own, since Tcl has no value beside texts.

set null "\uE000null"

proc json {text} {
    set at 0
    return [json::value $text at]
}

namespace eval json {
    proc space {text atVar} {
        upvar 1 $atVar at
        while {[string is space -strict [string index $text $at]]} {incr at}
    }

    proc value {text atVar} {
        upvar 1 $atVar at
        space $text at
        switch -- [string index $text $at] {
            "\{" {return [members $text at]}
            "\[" {return [elements $text at]}
            "\"" {return [quoted $text at]}
        }
        regexp -start $at {\A[^,\]\}\s]+} $text word
        incr at [string length $word]
        return [expr {$word eq "null" ? $::null : $word}]
    }

    proc quoted {text atVar} {
        upvar 1 $atVar at
        regexp -start $at {\A"((?:[^"\\]|\\.)*)"} $text all inner
        incr at [string length $all]
        set out ""
        while {[regexp {\A([^\\]*)\\(u[0-9a-fA-F]{4}|.)(.*)\Z} $inner -> plain escape inner]} {
            append out $plain
            switch -glob -- $escape {
                u???? {append out [format %c [scan [string range $escape 1 end] %x]]}
                n {append out \n}
                t {append out \t}
                r {append out \r}
                b {append out \b}
                f {append out \f}
                default {append out $escape}
            }
        }
        return $out$inner
    }

    proc members {text atVar} {
        upvar 1 $atVar at
        set out [dict create]
        incr at
        space $text at
        while {[string index $text $at] ne "\}"} {
            set name [quoted $text at]
            space $text at
            incr at
            dict set out $name [value $text at]
            space $text at
            if {[string index $text $at] eq ","} {incr at}
            space $text at
        }
        incr at
        return $out
    }

    proc elements {text atVar} {
        upvar 1 $atVar at
        set out {}
        incr at
        space $text at
        while {[string index $text $at] ne "\]"} {
            lappend out [value $text at]
            space $text at
            if {[string index $text $at] eq ","} {incr at}
            space $text at
        }
        incr at
        return $out
    }
}

proc quote {text} {
    if {$text eq $::null} {return null}
    set map [list \\ \\\\ \" \\\" \n \\n \t \\t \r \\r]
    for {set i 0} {$i < 32} {incr i} {
        if {$i ni {9 10 13}} {lappend map [format %c $i] [format \\u%04x $i]}
    }
    return "\"[string map $map $text]\""
}

proc array_of {values} {return "\[[join $values ,]\]"}

# What it is, and what its library has.

set hello [string map [list @ [package present tdbc::postgres]] [regsub -all {\n\s*} {
    "ok":true,"protocol":1,"name":"tdbc","language":"tcl","version":"@","capabilities":["tx","prepare"],"reports":["sqlstate"],
    "traits":{"deadline":"none","connect_timeout_granularity_ms":2000,"cancel":"none",
        "dsn":["host","port","user","password","dbname","sslmode","sslrootcert","connect_timeout","options"]},
    "homepage":"https://core.tcl-lang.org/tdbcpostgres","issues_url":"https://core.tcl-lang.org/tdbcpostgres/ticket"
} {}]]

proc op_connect {request} {
    set options [list -host [dict get $request host] -port [dict get $request port] -user [dict get $request user] -db [dict get $request database]]
    foreach name {password sslmode} {
        if {[dict exists $request $name]} {lappend options -$name [dict get $request $name]}
    }
    if {[dict exists $request parameters options]} {lappend options -options [dict get $request parameters options]}
    if {[dict exists $request timeout_ms]} {lappend options -timeout [expr {([dict get $request timeout_ms] + 999) / 1000}]}
    # libpq takes from its environment what the interface has no option for.
    unset -nocomplain ::env(PGSSLROOTCERT)
    if {[dict exists $request parameters sslrootcert]} {set ::env(PGSSLROOTCERT) [dict get $request parameters sslrootcert]}
    set ::sessions([dict get $request session]) [tdbc::postgres::connection new {*}$options]
    return ""
}

proc op_close {db request} {
    $db close
    return ""
}

# A variable of the statement is :a1. One that is not in the dictionary is NULL.
proc named {sql} {
    set out ""
    while {[regexp -indices {['"]|\$\d+} $sql at]} {
        lassign $at from to
        append out [string range $sql 0 $from-1]
        set c [string index $sql $from]
        if {$c eq "\$"} {
            append out :a [string range $sql $from+1 $to]
        } else {
            set to [string first $c $sql $from+1]
            if {$to < 0} {set to [string length $sql]}
            append out [string range $sql $from $to]
        }
        set sql [string range $sql $to+1 end]
    }
    return $out$sql
}

proc arguments {request} {
    set out [dict create]
    if {[dict exists $request args]} {
        set n 0
        foreach value [dict get $request args] {
            incr n
            if {$value ne $::null} {dict set out a$n $value}
        }
    }
    return $out
}

# A row is a list, in which NULL is an empty text: so a row is asked for as a dictionary too, where NULL is absent.
proc read {statement arguments} {
    set result [$statement execute $arguments]
    try {
        set columns [$result columns]
        set rows {}
        while {[$result nextdict row]} {
            lappend rows [array_of [lmap name $columns {quote [expr {[dict exists $row $name] ? [dict get $row $name] : $::null}]}]]
        }
        return ",\"rows\":[array_of $rows]"
    } finally {
        $result close
    }
}

proc op_query {db request} {
    set sql [dict get $request sql]
    if {[dict exists $request args]} {set sql [named $sql]}
    set statement [$db prepare $sql]
    try {
        return [read $statement [arguments $request]]
    } finally {
        $statement close
    }
}

proc op_begin {db request} {
    $db begintransaction
    return ""
}

proc op_commit {db request} {
    $db commit
    return ""
}

proc op_rollback {db request} {
    $db rollback
    return ""
}

proc op_prepare {db request} {
    set ::statements($db,[dict get $request name]) [$db prepare [named [dict get $request sql]]]
    return ""
}

proc op_execute {db request} {
    return [read $::statements($db,[dict get $request name]) [arguments $request]]
}

proc failed {message options} {
    set claim "\"message\":[quote $message],\"native\":[quote [lrange [dict get $options -errorcode] 0 1]]"
    if {[lindex [dict get $options -errorcode] 0] eq "TDBC" && [regexp {\A[0-9A-Z]{5}\Z} [lindex [dict get $options -errorcode] 2]]} {
        append claim ",\"sqlstate\":[quote [lindex [dict get $options -errorcode] 2]]"
    }
    return "\"ok\":false,\"error\":{$claim}"
}

proc answer {request} {
    set op [dict get $request op]
    if {$op eq "hello"} {return $::hello}
    if {[info commands op_$op] eq ""} {return "\"unsupported\":true,\"why\":[quote "tdbc has no $op"]"}
    set session [dict get $request session]
    try {
        if {$op eq "connect"} {
            unset -nocomplain ::sessions($session) ;# of an earlier scenario
            return "\"ok\":true[op_connect $request]"
        }
        if {![info exists ::sessions($session)]} {error "there is no $session" "" NoSession}
        return "\"ok\":true[op_$op $::sessions($session) $request]"
    } on error {message options} {
        return [failed $message $options]
    }
}

while {[gets stdin line] >= 0} {
    set request [json $line]
    if {[dict get $request op] eq "bye"} break
    puts "{\"id\":[dict get $request id],[answer $request]}"
    flush stdout
}
exit 0
