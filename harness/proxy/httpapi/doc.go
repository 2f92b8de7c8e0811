// Package httpapi is toxiproxy's HTTP API over endpoints of ours: its paths, its JSON, its status codes and its errors are those of
// toxiproxy 2.12, so that its clients, of any language, drive them.
//
// A toxic of toxiproxy's is toxiproxy's. Any other type is a fault by its name in the registry, with its fields as attributes, as
// YAML has them: {"type": "reset", "attributes": {"at": {"message": "CommandComplete", "tag": "INSERT"}}}. What is told of one has
// the attribute fired beside them: how often it acted. Its stream and toxicity say nothing, since its position does.
package httpapi
