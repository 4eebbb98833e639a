using Xmrl.Attention.Networks;
using Xmrl.Runs.Onnx;

namespace Xmrl.Exporting;

/// <summary>The layers of a policy that attends to the episodes of its trial as operators of a graph, on values
/// [groups, tokens, d].</summary>
/// <param name="graph">The graph.</param>
/// <param name="shape">Sizes of the transformers.</param>
/// <param name="tensors">The parameters.</param>
internal sealed class AttentionGraph(OnnxGraph graph, AttentionShape shape, ExportedTensors tensors)
{
    private int HeadWidth => shape.Width / shape.Heads;

    /// <summary>Adds one transformer.</summary>
    /// <param name="prefix">First part of its tensors' names.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="x">Tokens. Shape [groups, n, d].</param>
    /// <param name="mask">Added to every fit. Shape [groups, 1, n or 1, n].</param>
    /// <param name="count">Tokens n of a group.</param>
    /// <returns>Shape [groups, n, d].</returns>
    public string Transformer(string prefix, int layers, string x, string mask, int count)
    {
        for (int l = 0; l < layers; l++)
        {
            x = Layer($"{prefix}.{l}", x, mask, count);
        }

        return Normalized($"{prefix}.norm", x);
    }

    /// <summary>Adds W·x of a matrix, for every token.</summary>
    /// <param name="name">The matrix W.</param>
    /// <param name="x">Shape [groups, n, inputs].</param>
    /// <returns>Shape [groups, n, outputs].</returns>
    public string Product(string name, string x)
    {
        string identifier = OnnxGraph.Identifier(name);
        (int rows, int columns) = tensors.Shape(name);
        Real[] values = tensors.Values(name);
        float[] turned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            turned[(i % columns * rows) + (i / columns)] = (float)values[i];
        }

        return graph.Node("MatMul", $"{identifier}_product", x, graph.Tensor($"{identifier}_turned", [.. turned], columns, rows));
    }

    private string Layer(string layer, string x, string mask, int count)
    {
        string name = OnnxGraph.Identifier(layer);
        string read = Normalized($"{layer}.attention", x);
        string query = Heads(layer, "query", read, count, 0, 2, 1, 3);
        string key = Heads(layer, "key", read, count, 0, 2, 3, 1);
        string value = Heads(layer, "value", read, count, 0, 2, 1, 3);
        string scale = graph.Tensor($"{name}_scale", [(float)(1 / Math.Sqrt(HeadWidth))]);
        string fit = graph.Node("Mul", $"{name}_fit", graph.Node("MatMul", $"{name}_products", query, key), scale);
        string weights = graph.Node("Softmax", $"{name}_weights", graph.Node("Add", $"{name}_masked", fit, mask));
        string found = graph.Transpose($"{name}_found_turned", graph.Node("MatMul", $"{name}_found", weights, value), 0, 2, 1, 3);
        string joined = graph.Reshape($"{name}_joined", found, -1, count, shape.Width);
        string attended = graph.Node("Add", $"{name}_attended", x, Product($"{layer}.output", joined));
        string hidden = graph.Node("Relu", $"{name}_active", Linear($"{layer}.hidden", Normalized($"{layer}.perceptron", attended)));
        return graph.Node("Add", $"{name}_result", attended, Linear($"{layer}.feature", hidden));
    }

    private string Heads(string layer, string part, string read, int count, params ReadOnlySpan<int> order)
    {
        string name = OnnxGraph.Identifier($"{layer}.{part}");
        string split = graph.Reshape($"{name}_heads", Product($"{layer}.{part}", read), -1, count, shape.Heads, HeadWidth);
        return graph.Transpose($"{name}_turned_heads", split, order);
    }

    private string Linear(string name, string x)
        => graph.Node("Add", $"{OnnxGraph.Identifier(name)}_sum", Product($"{name}.weight", x), Vector($"{name}.bias"));

    private string Vector(string name)
    {
        Real[] values = tensors.Values(name);
        return graph.Tensor(OnnxGraph.Identifier(name), ExportedTensors.Single(values), values.Length);
    }

    /// <summary>Features of mean 0 and variance 1, scaled and shifted; x itself without normalisation.</summary>
    private string Normalized(string layer, string x)
    {
        if (shape.Norm == BlockNorm.TFixup)
        {
            return x;
        }

        string name = OnnxGraph.Identifier(layer);
        string centred = graph.Node("Sub", $"{name}_centred", x, graph.Mean($"{name}_mean", x));
        string variance = graph.Mean($"{name}_variance", graph.Node("Mul", $"{name}_squares", centred, centred));
        string least = graph.Tensor($"{name}_least", [(float)AttentionLayer.Smallest]);
        string deviation = graph.Node("Sqrt", $"{name}_deviation", graph.Node("Add", $"{name}_positive", variance, least));
        string scaled = graph.Node(
            "Mul", $"{name}_scaled", graph.Node("Div", $"{name}_normal", centred, deviation), Vector($"{layer}.gain"));
        return graph.Node("Add", $"{name}_shifted", scaled, Vector($"{layer}.bias"));
    }
}
