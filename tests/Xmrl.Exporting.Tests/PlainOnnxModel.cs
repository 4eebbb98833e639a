using System.Buffers.Binary;
using System.Text;
using Xmrl.Fixtures;

namespace Xmrl.Exporting.Tests;

/// <summary>Reads an ONNX file by its published format and nothing of ours, and computes its outputs in double precision by the operators'
/// definitions.</summary>
/// <seealso href="https://github.com/onnx/onnx/blob/main/docs/Operators.md">Operators.</seealso>
internal sealed class PlainOnnxModel
{
    private readonly List<(string Type, string[] Inputs, string Output, Dictionary<string, long> Attributes)> _nodes = [];
    private readonly Dictionary<string, (long[] Shape, double[] Values)> _initializers = new(StringComparer.Ordinal);

    public PlainOnnxModel(byte[] file)
    {
        List<(int Number, int Type, byte[] Value)> model = WireFormat.Fields(file);
        IrVersion = Whole(model, 1);
        Producer = Text(model, 2);
        Opset = Whole(WireFormat.Fields(model.Single(static field => field.Number == 8).Value), 2);
        Metadata = All(model, 14).ToDictionary(static entry => Text(entry, 1), static entry => Text(entry, 2), StringComparer.Ordinal);
        List<(int Number, int Type, byte[] Value)> graph = All(model, 7).Single();
        Name = Text(graph, 2);
        Inputs = [.. All(graph, 11).Select(Value)];
        Outputs = [.. All(graph, 12).Select(Value)];
        foreach (var tensor in All(graph, 5))
        {
            Whole(tensor, 2).ShouldBe(1, "float");
            byte[] raw = tensor.Single(static field => field.Number == 9).Value;
            _initializers.Add(
                Text(tensor, 8),
                (Packed(tensor, 1),
                [
                    .. Enumerable.Range(0, raw.Length / 4)
                        .Select(i => (double)BinaryPrimitives.ReadSingleLittleEndian(raw.AsSpan(4 * i))),
                ]));
        }

        Names = [Name, .. All(graph, 11).Concat(All(graph, 12)).Select(static value => Text(value, 1)), .. _initializers.Keys];
        foreach (var node in All(graph, 1))
        {
            Names.AddRange(
                [
                    Text(node, 3),
                    .. node.Where(static field => field.Number is 1 or 2).Select(static field => Encoding.UTF8.GetString(field.Value)),
                ]);
            var attributes = All(node, 5)
                .ToDictionary(static attribute => Text(attribute, 1), static attribute => Whole(attribute, 3), StringComparer.Ordinal);
            _nodes.Add(
                (Text(node, 4),
                    [.. node.Where(static field => field.Number == 1).Select(static field => Encoding.UTF8.GetString(field.Value))],
                    Text(node, 2), attributes));
        }
    }

    public long IrVersion { get; }

    public long Opset { get; }

    public string Producer { get; }

    public string Name { get; }

    public Dictionary<string, string> Metadata { get; }

    /// <summary>Names of graph, nodes, values and tensors.</summary>
    public List<string> Names { get; }

    /// <summary>Names with shapes, such as <c>observation[batch,5]</c>.</summary>
    public string[] Inputs { get; }

    public string[] Outputs { get; }

    public IEnumerable<string> Operators => _nodes.Select(static node => node.Type);

    /// <summary>The outputs of one observation, by name.</summary>
    public Dictionary<string, double[]> Evaluate(double[] observation)
        => Evaluate(new Dictionary<string, double[]>(StringComparer.Ordinal) { ["observation"] = observation });

    /// <summary>The outputs of one row of every input, by name.</summary>
    public Dictionary<string, double[]> Evaluate(Dictionary<string, double[]> given)
    {
        given.Select(static entry => $"{entry.Key}[batch,{entry.Value.Length}]").ShouldBe(Inputs, ignoreOrder: true);
        var values = _initializers.ToDictionary(static entry => entry.Key, static entry => entry.Value.Values, StringComparer.Ordinal);
        foreach ((string name, double[] row) in given)
        {
            values.Add(name, row);
        }

        foreach ((string type, string[] inputs, string output, Dictionary<string, long> attributes) in _nodes)
        {
            double[] x = values[inputs[0]];
            values[output] = type switch
            {
                "Add" => [.. x.Zip(values[inputs[1]], static (a, b) => a + b)],
                "Concat" when attributes["axis"] == 1 => [.. inputs.SelectMany(input => values[input])],
                "Sigmoid" => [.. x.Select(static a => 1 / (1 + Math.Exp(-a)))],
                "Sub" => [.. x.Zip(values[inputs[1]], static (a, b) => a - b)],
                "Mul" => [.. x.Zip(values[inputs[1]], static (a, b) => a * b)],
                "Tanh" => [.. x.Select(Math.Tanh)],
                "Relu" => [.. x.Select(static a => Math.Max(a, 0))],
                "Gemm" => Product(x, inputs, attributes),
                "Softmax" => Softmax(x),
                "Shape" => [1, x.Length],
                "Expand" => x,
                _ => throw new InvalidDataException($"operator {type}"),
            };
        }

        return Outputs.Select(static output => output.Split('[')[0])
            .ToDictionary(static name => name, name => values[name], StringComparer.Ordinal);
    }

    private double[] Product(double[] x, string[] inputs, Dictionary<string, long> attributes)
    {
        attributes.ShouldBe(new Dictionary<string, long> { ["transB"] = 1 });
        (long[] shape, double[] weight) = _initializers[inputs[1]];
        double[] bias = _initializers[inputs[2]].Values;
        (shape[0], shape[1], shape.Length).ShouldBe((bias.Length, x.Length, 2));
        return [.. bias.Select((b, row) => b + x.Select((value, column) => value * weight[(row * x.Length) + column]).Sum())];
    }

    private static double[] Softmax(double[] x)
    {
        double[] weights = [.. x.Select(a => Math.Exp(a - x.Max()))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static string Value(List<(int Number, int Type, byte[] Value)> info)
    {
        var tensor = All(All(info, 2).Single(), 1).Single();
        Whole(tensor, 1).ShouldBe(1, "float");
        IEnumerable<string> axes = All(All(tensor, 2).Single(), 1)
            .Select(static axis => axis[0].Number == 2 ? Text(axis, 2) : $"{Whole(axis, 1)}");
        return $"{Text(info, 1)}[{string.Join(',', axes)}]";
    }

    private static IEnumerable<List<(int Number, int Type, byte[] Value)>> All(
        List<(int Number, int Type, byte[] Value)> message, int number)
        => message.Where(field => field.Number == number).Select(static field => WireFormat.Fields(field.Value));

    private static string Text(List<(int Number, int Type, byte[] Value)> message, int number)
        => Encoding.UTF8.GetString(message.Single(field => field.Number == number).Value);

    private static long Whole(List<(int Number, int Type, byte[] Value)> message, int number)
        => BinaryPrimitives.ReadInt64LittleEndian(message.Single(field => field.Number == number).Value);

    /// <summary>Whole numbers below 2⁷, one field each or packed into one.</summary>
    private static long[] Packed(List<(int Number, int Type, byte[] Value)> message, int number)
        =>
        [
            .. message.Where(field => field.Number == number)
            .SelectMany(
                static field
                    => field.Type == 0
                        ? [BinaryPrimitives.ReadInt64LittleEndian(field.Value)]
                        : field.Value.Select(static value => (long)value)),
        ];
}
