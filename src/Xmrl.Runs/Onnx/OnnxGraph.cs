using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Xmrl.Runs.Onnx.Schema;

namespace Xmrl.Runs.Onnx;

/// <summary>A graph in the making, node by node, of which every value is [batch, …] in single precision.</summary>
/// <remarks>Names of layers may hold any character: in the file, whatever is neither letter nor digit is an underscore.</remarks>
/// <param name="name">Name of the graph.</param>
internal sealed partial class OnnxGraph(string name)
{
    private const string Batch = "batch";
    private readonly GraphProto _graph = new() { Name = Identifier(name) };

    /// <summary>A name as the format asks for them: an identifier of C90, letters, digits and underscores with no digit first.</summary>
    /// <param name="name">Any text.</param>
    public static string Identifier(string name)
    {
        string plain = string.Concat(name.Select(static character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return plain.Length > 0 && !char.IsAsciiDigit(plain[0]) ? plain : "_" + plain;
    }

    /// <summary>Adds an input [batch, size].</summary>
    /// <returns>Its name.</returns>
    public string Input(string name, int size, string description)
    {
        _graph.Input.Add(Value(name, size, description));
        return name;
    }

    /// <summary>Adds an input [batch, rows, size].</summary>
    /// <returns>Its name.</returns>
    public string Input(string name, int rows, int size, string description)
    {
        ValueInfoProto value = Value(name, size, description);
        value.Type.TensorType.Shape.Dim.Insert(1, new TensorShapeProto.Types.Dimension { DimValue = rows });
        _graph.Input.Add(value);
        return name;
    }

    /// <summary>Makes a value [batch, size] an output.</summary>
    public void Output(string name, int size, string description) => _graph.Output.Add(Value(name, size, description));

    /// <summary>Makes a value [batch, size] of whole numbers an output.</summary>
    public void WholeOutput(string name, int size, string description)
    {
        ValueInfoProto value = Value(name, size, description);
        value.Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Int32;
        _graph.Output.Add(value);
    }

    /// <summary>Adds a constant that is an output too.</summary>
    public void ConstantOutput(string name, float value, string description, params ReadOnlySpan<int> shape)
    {
        Constant(name, [value], shape);
        ValueInfoProto output = Value(name, 1, description);
        output.Type.TensorType.Shape.Dim.Clear();
        foreach (int axis in shape)
        {
            output.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = axis });
        }

        _graph.Output.Add(output);
    }

    /// <summary>Adds a constant.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its numbers, row after row.</param>
    /// <param name="shape">Its axes; none for a single number.</param>
    /// <returns>Its name.</returns>
    public string Tensor(string name, ImmutableArray<float> values, params ReadOnlySpan<int> shape)
    {
        Constant(name, values, shape);
        return name;
    }

    /// <summary>Adds a constant row, one number for each column.</summary>
    /// <returns>Its name.</returns>
    public string Row(string name, ImmutableArray<float> values)
    {
        Constant(name, values, 1, values.Length);
        return name;
    }

    /// <summary>Adds the number of the largest of a row.</summary>
    /// <returns>The name of what it computes: whole numbers [batch, 1].</returns>
    public string Largest(string output, string input)
    {
        Append("ArgMax", $"{output}_long", input).Attribute.Add([Whole("axis", 1), Whole("keepdims", 1)]);
        Append("Cast", output, $"{output}_long").Attribute.Add(Whole("to", (int)TensorProto.Types.DataType.Int32));
        return output;
    }

    /// <summary>Adds a choice that is drawn by logarithms of probabilities.</summary>
    /// <returns>The name of what it computes: whole numbers [batch, 1].</returns>
    public string Drawn(string output, string logits)
    {
        Append("Multinomial", output, logits).Attribute.Add(
            [Whole("sample_size", 1), Whole("dtype", (int)TensorProto.Types.DataType.Int32)]);
        return output;
    }

    /// <summary>Adds an operator.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Node(string type, string output, params ReadOnlySpan<string> inputs)
    {
        Append(type, output, inputs);
        return output;
    }

    /// <summary>Puts values [batch, ·] side by side.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Concat(string output, params ReadOnlySpan<string> inputs)
    {
        Append("Concat", output, inputs).Attribute.Add(Whole("axis", 1));
        return output;
    }

    /// <summary>Adds W·x + b.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Layer(OnnxLayer layer, string input, string output)
    {
        string identifier = Identifier(layer.Name);
        int outputs = layer.Bias.Length;
        Constant($"{identifier}_weight", layer.Weight, outputs, layer.Weight.Length / outputs);
        Constant($"{identifier}_bias", layer.Bias, outputs);
        Append("Gemm", output, input, $"{identifier}_weight", $"{identifier}_bias").Attribute.Add(Whole("transB", 1));
        return output;
    }

    /// <summary>Adds W·x + b under the layer's name.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Layer(OnnxLayer layer, string input) => Layer(layer, input, $"{Identifier(layer.Name)}_output");

    /// <summary>Adds W·x + b and the non-linearity after it.</summary>
    /// <returns>The name of what it computes.</returns>
    public string HiddenLayer(OnnxLayer layer, OnnxActivation activation, string input)
    {
        string output = Layer(layer, input);
        string activated = $"{Identifier(layer.Name)}_activation";
        return activation switch
        {
            OnnxActivation.Identity => output,
            OnnxActivation.Tanh => Node("Tanh", activated, output),
            _ => Node("Relu", activated, output),
        };
    }

    /// <summary>Adds (o − centre)·scale, unless that is o.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Normalize(string input, ImmutableArray<float> centre, ImmutableArray<float> scale)
    {
        if (!centre.AsSpan().ContainsAnyExcept(0f) && !scale.AsSpan().ContainsAnyExcept(1f))
        {
            return input;
        }

        Constant($"{input}_centre", centre, centre.Length);
        Constant($"{input}_scale", scale, scale.Length);
        string centred = Node("Sub", $"{input}_centred", input, $"{input}_centre");
        return Node("Mul", $"{input}_normalized", centred, $"{input}_scale");
    }

    /// <summary>Adds the last layer and the outputs of a policy: <c>mean</c> and <c>log_std</c>, or <c>logits</c> and
    /// <c>probabilities</c>.</summary>
    /// <param name="layer">The last layer.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="logStd">ln σ. Shape [A]; empty for a categorical policy.</param>
    public void Distribution(OnnxLayer layer, string input, ImmutableArray<float> logStd)
    {
        bool isGaussian = !logStd.IsEmpty;
        string at = Layer(layer, input, isGaussian ? "mean" : "logits");
        int size = layer.Bias.Length;
        if (isGaussian)
        {
            // σ does not depend on the observation; it gets the batch's shape so that both outputs are used alike.
            Constant("log_std_row", logStd, 1, size);
            Node("Shape", "mean_shape", at);
            Node("Expand", "log_std", "log_std_row", "mean_shape");
            Output(at, size, "Means of the actions.");
            Output("log_std", size, "Natural logarithms of the actions' standard deviations.");
        }
        else
        {
            Node("Softmax", "probabilities", at);
            Output(at, size, "Unnormalised logarithms of the choices' probabilities.");
            Output("probabilities", size, "Probabilities of the choices 0, 1, …");
        }
    }

    /// <summary>Writes the graph as a model.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="description">One or two sentences for people.</param>
    /// <param name="metadata">Text by name; written in the order of the names.</param>
    public void Write(Stream stream, string description, IReadOnlyDictionary<string, string> metadata)
    {
        var model = new ModelProto
        {
            IrVersion = OnnxPolicy.IrVersion,
            ProducerName = "xmrl",
            ProducerVersion =
                typeof(OnnxGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
                ?? "",
            DocString = description,
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Version = OnnxPolicy.Opset } },
        };
        foreach ((string key, string value) in metadata.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        model.WriteTo(stream);
    }

    private static AttributeProto Whole(string name, long value)
        => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    private static ValueInfoProto Value(string name, int size, string description) => new()
    {
        Name = name,
        DocString = description,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)TensorProto.Types.DataType.Float,
                Shape = new TensorShapeProto
                {
                    Dim =
                    {
                        new TensorShapeProto.Types.Dimension { DimParam = Batch },
                        new TensorShapeProto.Types.Dimension { DimValue = size },
                    },
                },
            },
        },
    };

    private NodeProto Append(string type, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { Name = $"{type}_{output}", OpType = type, Output = { output } };
        node.Input.AddRange(inputs.ToArray());
        _graph.Node.Add(node);
        return node;
    }

    private void Constant(string name, ImmutableArray<float> values, params ReadOnlySpan<int> shape)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are little-endian and this machine is not.");
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        foreach (int axis in shape)
        {
            tensor.Dims.Add(axis);
        }

        _graph.Initializer.Add(tensor);
    }
}
