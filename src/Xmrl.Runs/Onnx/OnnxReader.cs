using System.Runtime.InteropServices;
using Google.Protobuf;
using Xmrl.Runs.Onnx.Schema;

namespace Xmrl.Runs.Onnx;

/// <summary>Reads the way from the input of a model to one of its outputs; models of any writer whose way is a chain.</summary>
/// <remarks>Every length is checked before it is used, and every operator is visited at most once.</remarks>
internal sealed class OnnxReader
{
    private const int AxisLimit = 8;
    private const int DoubleType = 11;
    private readonly string _name;
    private readonly GraphProto _graph;
    private readonly Dictionary<string, OnnxConstant> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeProto> _makers = new(StringComparer.Ordinal);

    private OnnxReader(GraphProto graph, string name)
    {
        (_graph, _name) = (graph, name);
        foreach (TensorProto tensor in graph.Initializer)
        {
            _constants[tensor.Name] = Constant(tensor, tensor.Name);
        }

        foreach (NodeProto node in graph.Node)
        {
            AddNode(node);
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="output">Name of the output; null for mean or logits, else for the first.</param>
    /// <returns>The chain of operators.</returns>
    /// <exception cref="InvalidDataException">The content is not valid, or the way to the output is no chain; the message names the file.
    /// </exception>
    public static OnnxChain Read(byte[] bytes, string name, string? output = null)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidDataException($"{name} is no ONNX model: {error.Message}", error);
        }

        return model.Graph is { Node.Count: > 0 } graph
            ? new OnnxReader(graph, name).Chain(output)
            : throw new InvalidDataException($"{name} is no ONNX model: it has no graph with operators.");
    }

    private void AddNode(NodeProto node)
    {
        if (node.OpType == "Constant" && node.Output.Count == 1
            && node.Attribute.FirstOrDefault(static attribute => attribute.Name == "value")?.T is { } value)
        {
            _constants[node.Output[0]] = Constant(value, node.Output[0]);
        }
        else if (node.OpType == "Identity" && node.Input.Count == 1 && node.Output.Count == 1
            && _constants.TryGetValue(node.Input[0], out OnnxConstant? same))
        {
            _constants[node.Output[0]] = same;
        }
        else
        {
            foreach (string made in node.Output)
            {
                _makers[made] = node;
            }
        }
    }

    private OnnxChain Chain(string? wanted)
    {
        string[] outputs = [.. _graph.Output.Select(static value => value.Name)];
        string output = wanted ?? new[] { "mean", "logits" }.FirstOrDefault(outputs.Contains) ?? outputs.FirstOrDefault() ?? "";
        if (!outputs.Contains(output))
        {
            throw new InvalidDataException($"{_name} has no output {output}; it has {string.Join(", ", outputs.Take(12))}.");
        }

        var links = new List<OnnxLink>();
        string at = output;
        while (_makers.Remove(at, out NodeProto? node))
        {
            links.Add(Link(node, out at));
        }

        if (!_graph.Input.Any(input => input.Name == at) || _constants.ContainsKey(at))
        {
            throw new InvalidDataException($"{_name}: the way back from {output} ends at {at}, which is no input of the graph.");
        }

        links.Reverse();
        return new OnnxChain { Source = _name, Input = at, Output = output, Links = links, Constants = _constants };
    }

    /// <summary>An operator, and the one of its inputs that is not constant.</summary>
    private OnnxLink Link(NodeProto node, out string from)
    {
        string[] inputs = [.. node.Input.Where(static input => input.Length > 0)];
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";
        string[] variable = [.. inputs.Where(input => !_constants.ContainsKey(input))];
        if (variable.Length != 1 || inputs.Length > 3)
        {
            throw new InvalidDataException(
                $"{_name}: {node.OpType} {name} reads {variable.Length} values that are not constant; expected one.");
        }

        from = variable[0];
        int place = Array.IndexOf(inputs, from);
        string[] constants = [.. inputs.Where(_constants.ContainsKey)];
        RequireScale(node, "alpha", name);
        RequireScale(node, "beta", name);
        if (Whole(node, "transA") != 0 || (node.OpType == "Gemm" && place != 0))
        {
            throw new InvalidDataException($"{_name}: {node.OpType} {name} multiplies in an order that no layer has.");
        }

        return new OnnxLink(node.OpType, name)
        {
            Weight = constants.Length > 0 ? _constants[constants[0]] : null,
            WeightName = constants.Length > 0 ? constants[0] : "",
            Bias = constants.Length > 1 ? _constants[constants[1]] : null,
            IsTransposed = Whole(node, "transB") != 0,
            IsConstantFirst = place > 0,
        };
    }

    private void RequireScale(NodeProto node, string attribute, string name)
    {
        if (node.Attribute.FirstOrDefault(found => found.Name == attribute) is { } found && found.F != 1)
        {
            throw new InvalidDataException($"{_name}: {node.OpType} {name} has {attribute} {found.F}; expected 1.");
        }
    }

    private static long Whole(NodeProto node, string attribute)
        => node.Attribute.FirstOrDefault(found => found.Name == attribute)?.I ?? 0;

    private OnnxConstant Constant(TensorProto tensor, string called)
    {
        int[] shape = new int[tensor.Dims.Count];
        long count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            long axis = tensor.Dims[i];
            if (shape.Length > AxisLimit || axis < 0 || axis > int.MaxValue)
            {
                throw new InvalidDataException(
                    $"{_name}: the constant {called} has the shape [{string.Join(", ", tensor.Dims.Take(AxisLimit + 1))}]; expected at "
                        + $"most {AxisLimit} axes of 0 to {int.MaxValue}.");
            }

            shape[i] = (int)axis;
            count = Math.Min(count * axis, int.MaxValue);
        }

        if (tensor.DataLocation != 0)
        {
            throw new InvalidDataException($"{_name}: the constant {called} is stored in another file; store it in the model.");
        }

        double[] values = Values(tensor);
        return values.Length == count || !IsReal(tensor)
            ? new OnnxConstant([.. shape], values)
            : throw new InvalidDataException(
                $"{_name}: the constant {called} has {values.Length} numbers; its shape [{string.Join(", ", shape)}] needs {count}.");
    }

    private static bool IsReal(TensorProto tensor) => tensor.DataType is (int)TensorProto.Types.DataType.Float or DoubleType;

    /// <summary>The numbers of a constant of real numbers; none for any other, which is of use only where nobody computes with
    /// it.</summary>
    private static double[] Values(TensorProto tensor)
    {
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are little-endian and this machine is not.");
        }

        if (tensor.DataType == (int)TensorProto.Types.DataType.Float)
        {
            float[] single = raw.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(raw).ToArray();
            return Array.ConvertAll(single, static value => (double)value);
        }

        return tensor.DataType != DoubleType ? []
            : raw.IsEmpty ? [.. tensor.DoubleData]
            : MemoryMarshal.Cast<byte, double>(raw).ToArray();
    }
}
