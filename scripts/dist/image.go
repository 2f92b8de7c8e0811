package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// image gives the files of an image for docker load, podman load and all that reads an OCI layout: the binary, and folders
// to write to. It is made without Docker, which would stamp it with the time.
func image(binary []byte, processor string, v version) ([]file, error) {
	layer, err := pack([]file{
		{name: "pgfault", mode: 0o755, data: binary},
		{name: "tmp/", mode: 0o1777},
		{name: "work/", mode: 0o1777},
	})
	if err != nil {
		return nil, err
	}
	config, err := json.Marshal(object{
		"architecture": processor,
		"os":           "linux",
		"created":      "1970-01-01T00:00:00Z",
		"config": object{
			"User":       "65534:65534",
			"Entrypoint": []string{"/pgfault"},
			"WorkingDir": "/work",
			"Labels": map[string]string{
				"org.opencontainers.image.title":    "pgfault",
				"org.opencontainers.image.version":  v.name(),
				"org.opencontainers.image.revision": v.commit,
				"org.opencontainers.image.source":   "https://github.com/pgfault/pgfault",
				"org.opencontainers.image.licenses": "MIT",
			},
		},
		"rootfs":  object{"type": "layers", "diff_ids": []string{digest(layer)}},
		"history": []object{{"created": "1970-01-01T00:00:00Z", "created_by": "scripts/dist"}},
	})
	if err != nil {
		return nil, fmt.Errorf("describe image: %w", err)
	}
	const oci = "application/vnd.oci.image."
	described := func(kind string, data []byte) object {
		return object{"mediaType": oci + kind, "digest": digest(data), "size": len(data)}
	}
	manifest, err := json.Marshal(object{
		"schemaVersion": 2, "mediaType": oci + "manifest.v1+json",
		"config": described("config.v1+json", config),
		"layers": []object{described("layer.v1.tar", layer)},
	})
	if err != nil {
		return nil, fmt.Errorf("describe image: %w", err)
	}
	tag := "pgfault/pgfault:" + v.name()
	entry := described("manifest.v1+json", manifest)
	entry["annotations"] = object{"io.containerd.image.name": "docker.io/" + tag, "org.opencontainers.image.ref.name": v.name()}
	index, err := json.Marshal(object{"schemaVersion": 2, "mediaType": oci + "index.v1+json", "manifests": []object{entry}})
	if err != nil {
		return nil, fmt.Errorf("describe image: %w", err)
	}
	legacy, err := json.Marshal([]object{{"Config": blob(config), "RepoTags": []string{tag}, "Layers": []string{blob(layer)}}})
	if err != nil {
		return nil, fmt.Errorf("describe image: %w", err)
	}
	return []file{
		{name: "blobs/", mode: 0o755},
		{name: "blobs/sha256/", mode: 0o755},
		{name: blob(layer), mode: 0o644, data: layer},
		{name: blob(config), mode: 0o644, data: config},
		{name: blob(manifest), mode: 0o644, data: manifest},
		{name: "index.json", mode: 0o644, data: index},
		{name: "manifest.json", mode: 0o644, data: legacy},
		{name: "oci-layout", mode: 0o644, data: []byte(`{"imageLayoutVersion":"1.0.0"}`)},
	}, nil
}

// object is one of JSON's, whose keys are written in order.
type object = map[string]any

func digest(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

// blob is where a layout has data.
func blob(data []byte) string { return fmt.Sprintf("blobs/sha256/%x", sha256.Sum256(data)) }
