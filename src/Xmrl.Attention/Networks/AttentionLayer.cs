using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;

namespace Xmrl.Attention.Networks;

/// <summary>Layers of a transformer on a tape: x + Attention(x), then x + Perceptron(x).</summary>
/// <param name="tape">The tape.</param>
/// <param name="shape">The sizes.</param>
/// <param name="parameter">The parameter of a name.</param>
internal sealed class AttentionLayer(Tape tape, AttentionShape shape, Func<string, Node> parameter)
{
    /// <summary>Added to variances: below, a feature vector is as good as constant.</summary>
    public const double Smallest = 1e-5;

    private int HeadWidth => shape.Width / shape.Heads;

    /// <summary>A projection of features.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="part">Which of its matrices.</param>
    /// <param name="x">Features as the attention reads them. Shape [d, n].</param>
    /// <returns>Shape [d, n].</returns>
    public Node Project(string layer, string part, Node x) => tape.Multiply(parameter($"{layer}.{part}"), x);

    /// <summary>Features as the attention of a layer reads them.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="x">Features. Shape [d, n].</param>
    /// <returns>Shape [d, n].</returns>
    public Node Read(string layer, Node x) => Normalized($"{layer}.attention", x);

    /// <summary>What queries find among the members of their groups: per head V·softmax(Kᵀ·Q/√d_h + mask).</summary>
    /// <param name="queries">Q, N members per group. Shape [d, g·N·samples].</param>
    /// <param name="keys">K, M members per group. Shape [d, g·M·samples].</param>
    /// <param name="values">Values V of the members. Shape [d, g·M·samples].</param>
    /// <param name="mask">Added to every fit: 0, or −1e9 where a member must not be seen. Shape [M, g·N·samples].</param>
    /// <param name="groups">Groups per sample g.</param>
    /// <returns>Shape [d, g·N·samples].</returns>
    public Node Attend(Node queries, Node keys, Node values, Node mask, int groups)
    {
        // One member gets the whole weight, whatever fits.
        return keys.Shape.Multiplicity == groups
            ? tape.GroupSpread(values, queries.Shape.Multiplicity / groups, groups)
            : Heads(head =>
            {
                Node fit = (1 / Math.Sqrt(HeadWidth) * tape.GroupGram(Part(keys, head), Part(queries, head), groups)) + mask;
                return tape.GroupMix(Part(values, head), tape.Softmax(fit), groups);
            });
    }

    /// <summary>What a query finds among members of its group and in itself.</summary>
    /// <param name="own">Query, key and value of the columns themselves, N per group. Shape [d, N·samples] each.</param>
    /// <param name="keys">K of the others, M per group. Shape [d, M·samples].</param>
    /// <param name="values">V of the others. Shape [d, M·samples].</param>
    /// <param name="mask">Added to every fit of the others. Shape [M, N·samples].</param>
    /// <returns>Shape [d, N·samples].</returns>
    public Node AttendWithSelf((Node Query, Node Key, Node Value) own, Node keys, Node values, Node mask) => Heads(head =>
    {
        double scale = 1 / Math.Sqrt(HeadWidth);
        Node query = Part(own.Query, head);
        Node others = (scale * tape.GroupGram(Part(keys, head), query, 1)) + mask;
        Node self = scale * tape.SumFeatures(Part(own.Key, head) * query);
        Node weights = tape.Softmax(tape.ConcatRows(others, self));
        Node value = Part(own.Value, head);
        return tape.GroupMix(Part(values, head), tape.SliceRows(weights, 0, others.Shape.Rows), 1)
            + (value * tape.Broadcast(tape.SliceRows(weights, others.Shape.Rows, 1), value.Shape));
    });

    /// <summary>The rest of a layer behind its attention.</summary>
    /// <param name="layer">Name of the layer.</param>
    /// <param name="x">Features before the layer. Shape [d, n].</param>
    /// <param name="found">What the attention found. Shape [d, n].</param>
    /// <returns>Features behind the layer. Shape [d, n].</returns>
    public Node Finish(string layer, Node x, Node found)
    {
        Node attended = x + Project(layer, "output", found);
        Node hidden = tape.Linear(
            parameter($"{layer}.hidden.weight"), parameter($"{layer}.hidden.bias"), Normalized($"{layer}.perceptron", attended),
            Activation.Relu);
        return attended + tape.Linear(
            parameter($"{layer}.feature.weight"), parameter($"{layer}.feature.bias"), hidden, Activation.Identity);
    }

    /// <summary>Features of mean 0 and variance 1, then scaled and shifted; x itself without normalisation.</summary>
    /// <param name="name">Name of gain and bias.</param>
    /// <param name="x">Features. Shape [d, n].</param>
    /// <returns>Shape [d, n].</returns>
    public Node Normalized(string name, Node x)
    {
        if (shape.Norm == BlockNorm.TFixup)
        {
            return x;
        }

        double share = 1.0 / shape.Width;
        Node centred = x - tape.Broadcast(share * tape.SumFeatures(x), x.Shape);
        Node deviation = tape.Sqrt((share * tape.SumFeatures(tape.Square(centred))) + Smallest);
        return (centred / tape.Broadcast(deviation, x.Shape) * tape.Broadcast(parameter($"{name}.gain"), x.Shape))
            + tape.Broadcast(parameter($"{name}.bias"), x.Shape);
    }

    private Node Heads(Func<int, Node> head)
    {
        Node result = head(0);
        for (int h = 1; h < shape.Heads; h++)
        {
            result = tape.ConcatRows(result, head(h));
        }

        return result;
    }

    private Node Part(Node x, int head) => tape.SliceRows(x, head * HeadWidth, HeadWidth);
}
