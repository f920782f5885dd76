package scripted

import (
	"encoding/json"
	"fmt"
)

// wireTool is a function that a model may call.
type wireTool struct {
	Type     string `json:"type"`
	Function struct {
		Name        string          `json:"name"`
		Description string          `json:"description"`
		Parameters  json.RawMessage `json:"parameters"`
		Strict      bool            `json:"strict"`
	} `json:"function"`
}

// decodeTools finds the function that the model must call, and examines all of
// them.
func (req *Request) decodeTools(wire wireRequest) error {
	if len(wire.Tools) == 0 {
		if len(wire.ToolChoice) > 0 {
			return fmt.Errorf("'tool_choice' is only allowed when 'tools' are specified")
		}
		if wire.ParallelToolCalls != nil || wire.Tools != nil {
			return fmt.Errorf("'tools' is empty, or 'parallel_tool_calls' without it")
		}
		return nil
	}
	chosen, forced, err := toolChoice(wire.ToolChoice)
	if err != nil {
		return err
	}
	found := chosen == ""
	for i, tool := range wire.Tools {
		f := tool.Function
		if tool.Type != "function" || !validName(f.Name) {
			return fmt.Errorf("tools[%d] is no function with a name", i)
		}
		if f.Strict {
			if err := checkStrict(f.Parameters, "tools."+f.Name, 0); err != nil {
				return err
			}
		}
		if forced && (chosen == f.Name || chosen == "" && i == 0) {
			req.Format, req.SchemaName, req.Schema, found = "tools", f.Name, f.Parameters, true
		}
	}
	if forced && wire.ResponseFormat != nil {
		return fmt.Errorf("response_format and a forced call of a function are both set")
	}
	if !found {
		return fmt.Errorf("tool choice %q is not in 'tools'", chosen)
	}
	return nil
}

// toolChoice reads which function is to be called, and whether one must be.
func toolChoice(raw json.RawMessage) (name string, forced bool, err error) {
	var word string
	if len(raw) == 0 || json.Unmarshal(raw, &word) == nil {
		switch word {
		case "", "auto", "none":
			return "", false, nil
		case "required":
			return "", true, nil
		}
		return "", false, fmt.Errorf("tool_choice %q is unknown", word)
	}
	var one struct {
		Type     string `json:"type"`
		Function struct {
			Name string `json:"name"`
		} `json:"function"`
	}
	if json.Unmarshal(raw, &one) != nil || one.Type != "function" || one.Function.Name == "" {
		return "", false, fmt.Errorf("tool_choice is neither a word nor a function")
	}
	return one.Function.Name, true, nil
}

// call is a message's or a delta's call of a function.
func call(name, arguments string, first, indexed bool) []object {
	function := object{"arguments": arguments}
	out := object{"function": function}
	if indexed {
		out["index"] = 0
	}
	if first {
		function["name"] = name
		out["id"], out["type"] = "call_1", "function"
	}
	return []object{out}
}
