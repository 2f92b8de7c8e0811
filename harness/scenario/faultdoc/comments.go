package faultdoc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// comments are those of the structs of some files.
type comments struct {
	types  map[string]string            // by the type's name
	fields map[string]map[string]string // by the type's name and the field's
}

// read reads the comments of all structs in the files.
func read(source fs.FS) (comments, error) {
	c := comments{types: map[string]string{}, fields: map[string]map[string]string{}}
	names, err := fs.Glob(source, "*.go")
	if err != nil {
		return c, fmt.Errorf("list files: %w", err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(source, name)
		if err != nil {
			return c, fmt.Errorf("read file: %w", err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Base(name), data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return c, fmt.Errorf("parse file: %w", err)
		}
		c.add(file)
	}
	return c, nil
}

func (c comments) add(file *ast.File) {
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		for _, spec := range general.Specs {
			named := spec.(*ast.TypeSpec)
			body, ok := named.Type.(*ast.StructType)
			if !ok {
				continue
			}
			c.types[named.Name.Name] = oneLine(general.Doc)
			c.fields[named.Name.Name] = fieldsOf(body)
		}
	}
}

func fieldsOf(body *ast.StructType) map[string]string {
	fields := map[string]string{}
	for _, f := range body.Fields.List {
		text := oneLine(f.Doc)
		if text == "" {
			text = oneLine(f.Comment)
		}
		for _, name := range f.Names {
			fields[name.Name] = text
		}
	}
	return fields
}

func oneLine(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	return strings.Join(strings.Fields(doc.Text()), " ")
}
