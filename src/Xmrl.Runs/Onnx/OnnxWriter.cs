using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Xmrl.Runs.Onnx.Schema;

namespace Xmrl.Runs.Onnx;

/// <summary>Lays out a policy's graph.</summary>
internal static class OnnxWriter
{
    private const string Input = "observation";
    private const string Batch = "batch";

    internal static void Write(OnnxPolicy policy, Stream stream)
    {
        Check(policy);
        var model = new ModelProto
        {
            IrVersion = OnnxPolicy.IrVersion,
            ProducerName = "xmrl",
            ProducerVersion =
                typeof(OnnxWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
                ?? "",
            DocString = policy.Description,
            Graph = Graph(policy),
            OpsetImport = { new OperatorSetIdProto { Version = OnnxPolicy.Opset } },
        };
        foreach ((string key, string value) in policy.Metadata.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        model.WriteTo(stream);
    }

    private static GraphProto Graph(OnnxPolicy policy)
    {
        bool isGaussian = !policy.LogStd.IsEmpty;
        var graph = new GraphProto { Name = Identifier(policy.Name) };
        graph.Input.Add(Value(Input, policy.ObservationCentre.Length, "Raw observations, one row each."));
        string at = Normalize(graph, policy);
        for (int i = 0; i < policy.Layers.Length; i++)
        {
            OnnxLayer layer = policy.Layers[i];
            string name = Identifier(layer.Name);
            bool isLast = i == policy.Layers.Length - 1;
            string output = !isLast ? $"{name}_output" : isGaussian ? "mean" : "logits";
            int outputs = layer.Bias.Length;
            Add(graph, $"{name}_weight", layer.Weight, outputs, layer.Weight.Length / outputs);
            Add(graph, $"{name}_bias", layer.Bias, outputs);
            NodeProto product = Node(graph, "Gemm", output, at, $"{name}_weight", $"{name}_bias");
            product.Attribute.Add(new AttributeProto { Name = "transB", I = 1, Type = AttributeProto.Types.AttributeType.Int });
            at = isLast ? output : Activate(graph, policy.Activation, output, $"{name}_activation");
        }

        int size = policy.Layers[^1].Bias.Length;
        if (isGaussian)
        {
            // σ does not depend on the observation; it gets the batch's shape so that both outputs are used alike.
            Add(graph, "log_std_row", policy.LogStd, 1, size);
            Node(graph, "Shape", "mean_shape", at);
            Node(graph, "Expand", "log_std", "log_std_row", "mean_shape");
            graph.Output.Add(Value(at, size, "Means of the actions."));
            graph.Output.Add(Value("log_std", size, "Natural logarithms of the actions' standard deviations."));
        }
        else
        {
            Node(graph, "Softmax", "probabilities", at);
            graph.Output.Add(Value(at, size, "Unnormalised logarithms of the choices' probabilities."));
            graph.Output.Add(Value("probabilities", size, "Probabilities of the choices 0, 1, …"));
        }

        return graph;
    }

    /// <summary>A name as the format asks for them: an identifier of C90, letters, digits and underscores with no digit first.</summary>
    private static string Identifier(string name)
    {
        string plain = string.Concat(name.Select(static character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return plain.Length > 0 && !char.IsAsciiDigit(plain[0]) ? plain : "_" + plain;
    }

    private static string Normalize(GraphProto graph, OnnxPolicy policy)
    {
        if (!policy.ObservationCentre.AsSpan().ContainsAnyExcept(0f) && !policy.ObservationScale.AsSpan().ContainsAnyExcept(1f))
        {
            return Input;
        }

        Add(graph, "observation_centre", policy.ObservationCentre, policy.ObservationCentre.Length);
        Add(graph, "observation_scale", policy.ObservationScale, policy.ObservationScale.Length);
        Node(graph, "Sub", "observation_centred", Input, "observation_centre");
        Node(graph, "Mul", "observation_normalized", "observation_centred", "observation_scale");
        return "observation_normalized";
    }

    private static string Activate(GraphProto graph, OnnxActivation activation, string input, string output)
    {
        if (activation == OnnxActivation.Identity)
        {
            return input;
        }

        Node(graph, activation == OnnxActivation.Tanh ? "Tanh" : "Relu", output, input);
        return output;
    }

    private static NodeProto Node(GraphProto graph, string type, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { Name = $"{type}_{output}", OpType = type, Output = { output } };
        node.Input.AddRange(inputs.ToArray());
        graph.Node.Add(node);
        return node;
    }

    private static void Add(GraphProto graph, string name, ImmutableArray<float> values, params ReadOnlySpan<int> shape)
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

        graph.Initializer.Add(tensor);
    }

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

    private static void Check(OnnxPolicy policy)
    {
        int size = policy.ObservationCentre.Length;
        if (size == 0 || policy.ObservationScale.Length != size)
        {
            throw new ArgumentException(
                $"ObservationCentre has {size} numbers and ObservationScale {policy.ObservationScale.Length}; expected both [O] with O "
                    + $"≥ 1.",
                nameof(policy));
        }

        if (policy.Layers.IsDefaultOrEmpty)
        {
            throw new ArgumentException("Layers is empty; expected at least the last layer.", nameof(policy));
        }

        if (policy.Layers.Select(static layer => Identifier(layer.Name)).Distinct(StringComparer.Ordinal).Count() != policy.Layers.Length)
        {
            throw new ArgumentException(
                $"Layers are named {string.Join(", ", policy.Layers.Select(static layer => layer.Name))}; expected each name once, also "
                    + $"where all but letters and digits is an underscore.",
                nameof(policy));
        }

        foreach (OnnxLayer layer in policy.Layers)
        {
            if (layer.Bias.IsDefaultOrEmpty || layer.Weight.Length != (long)layer.Bias.Length * size)
            {
                throw new ArgumentException(
                    $"Layer {layer.Name} has {layer.Weight.Length} weights and {layer.Bias.Length} biases; expected [n, {size}] and [n] "
                        + $"with n ≥ 1.",
                    nameof(policy));
            }

            size = layer.Bias.Length;
        }

        if (!policy.LogStd.IsEmpty && policy.LogStd.Length != size)
        {
            throw new ArgumentException(
                $"LogStd has {policy.LogStd.Length} numbers; expected {size}, one per mean, or none for a categorical policy.",
                nameof(policy));
        }
    }
}
