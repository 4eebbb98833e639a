using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff;

/// <content>Elementwise operations. Constants are folded, so that derivatives do not carry ones and zeros along.</content>
public sealed partial class Tape
{
    /// <summary>x + y; shapes equal.</summary>
    /// <param name="x">First summand.</param>
    /// <param name="y">Second summand.</param>
    /// <returns>The sum.</returns>
    public Node Add(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "x + y", x, y);
        if (IsConstant(x, out double cx))
        {
            return Shift(y, cx);
        }

        if (IsConstant(y, out double cy))
        {
            return Shift(x, cy);
        }

        // W·X + b·1ᵀ is one pass.
        NodeRecord rx = Record(x.Id);
        NodeRecord ry = Record(y.Id);
        if (rx.Operation == Operation.Multiply && ry.Operation == Operation.BroadcastSamples)
        {
            return Linear(At(rx.First), At(ry.First), At(rx.Second), Activation.Identity);
        }

        if (ry.Operation == Operation.Multiply && rx.Operation == Operation.BroadcastSamples)
        {
            return Linear(At(ry.First), At(rx.First), At(ry.Second), Activation.Identity);
        }

        return Append(new NodeRecord(Operation.Add, x.Shape) { First = Math.Min(x.Id, y.Id), Second = Math.Max(x.Id, y.Id) });
    }

    /// <summary>x − y; shapes equal.</summary>
    /// <param name="x">Minuend.</param>
    /// <param name="y">Subtrahend.</param>
    /// <returns>The difference.</returns>
    public Node Subtract(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "x − y", x, y);
        if (IsConstant(y, out double cy))
        {
            return Shift(x, -cy);
        }

        return Append(new NodeRecord(Operation.Subtract, x.Shape) { First = x.Id, Second = y.Id });
    }

    /// <summary>x·y, elementwise; shapes equal.</summary>
    /// <param name="x">First factor.</param>
    /// <param name="y">Second factor.</param>
    /// <returns>The product.</returns>
    public Node Product(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "x·y", x, y);
        if (IsConstant(x, out double cx))
        {
            return Scale(y, cx);
        }

        if (IsConstant(y, out double cy))
        {
            return Scale(x, cy);
        }

        return Append(new NodeRecord(Operation.Product, x.Shape) { First = Math.Min(x.Id, y.Id), Second = Math.Max(x.Id, y.Id) });
    }

    /// <summary>x / y, elementwise; shapes equal.</summary>
    /// <param name="x">Dividend.</param>
    /// <param name="y">Divisor.</param>
    /// <returns>The quotient.</returns>
    public Node Quotient(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "x / y", x, y);
        return IsConstant(y, out double cy)
            ? Scale(x, 1 / cy)
            : Append(new NodeRecord(Operation.Quotient, x.Shape) { First = x.Id, Second = y.Id });
    }

    /// <summary>c·x.</summary>
    /// <param name="x">Any node.</param>
    /// <param name="constant">Number c.</param>
    /// <returns>The scaled value.</returns>
    public Node Scale(Node x, double constant)
    {
        RequireMine(x);
        if (constant == 1)
        {
            return x;
        }

        NodeRecord record = Record(x.Id);
        return record.Operation switch
        {
            Operation.Constant => Constant(record.Scale * constant, x.Shape),
            Operation.Scale => Scale(At(record.First), record.Scale * constant),
            Operation.TripleProduct => Append(record with { Scale = record.Scale * constant }),
            _ when constant == 0 => Constant(0, x.Shape),
            _ => Append(new NodeRecord(Operation.Scale, x.Shape) { First = x.Id, Scale = constant }),
        };
    }

    /// <summary>x + c.</summary>
    /// <param name="x">Any node.</param>
    /// <param name="constant">Number c.</param>
    /// <returns>The shifted value.</returns>
    public Node Shift(Node x, double constant)
    {
        RequireMine(x);
        if (constant == 0)
        {
            return x;
        }

        NodeRecord record = Record(x.Id);
        return record.Operation switch
        {
            Operation.Constant => Constant(record.Scale + constant, x.Shape),
            _ => Append(new NodeRecord(Operation.Shift, x.Shape) { First = x.Id, Scale = constant }),
        };
    }

    /// <summary>tanh x.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values in [−1, 1].</returns>
    public Node Tanh(Node x) => Unary(Operation.Tanh, x);

    /// <summary>max(x, 0); its derivative at 0 is taken as 0.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values ≥ 0.</returns>
    public Node Relu(Node x) => Unary(Operation.Relu, x);

    /// <summary>Logistic function 1/(1 + e⁻ˣ), without overflow.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values in [0, 1].</returns>
    public Node Sigmoid(Node x) => Unary(Operation.Sigmoid, x);

    /// <summary>Softplus ln(1 + eˣ), without overflow.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values ≥ 0.</returns>
    public Node Softplus(Node x) => Unary(Operation.Softplus, x);

    /// <summary>Exponential eˣ, elementwise.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values &gt; 0.</returns>
    public Node Exp(Node x) => Unary(Operation.Exp, x);

    /// <summary>Natural logarithm.</summary>
    /// <param name="x">Values &gt; 0.</param>
    /// <returns>Values ln x.</returns>
    public Node Log(Node x) => Unary(Operation.Log, x);

    /// <summary>Square root.</summary>
    /// <param name="x">Values &gt; 0 where a derivative is wanted.</param>
    /// <returns>Values √x ≥ 0.</returns>
    public Node Sqrt(Node x) => Unary(Operation.Sqrt, x);

    /// <summary>Square x², elementwise.</summary>
    /// <param name="x">Any node.</param>
    /// <returns>Values ≥ 0.</returns>
    public Node Square(Node x) => Product(x, x);

    /// <summary>min(x, y), elementwise; where both are equal the derivative goes to x.</summary>
    /// <param name="x">A node.</param>
    /// <param name="y">A node of the same shape.</param>
    /// <returns>The smaller value.</returns>
    public Node Minimum(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "min(x, y)", x, y);
        return Append(new NodeRecord(Operation.Minimum, x.Shape) { First = x.Id, Second = y.Id });
    }

    /// <summary>max(x, y), elementwise; where both are equal the derivative goes to x.</summary>
    /// <param name="x">A node.</param>
    /// <param name="y">A node of the same shape.</param>
    /// <returns>The larger value.</returns>
    public Node Maximum(Node x, Node y) => Scale(Minimum(Scale(x, -1), Scale(y, -1)), -1);

    /// <summary>x where y &gt; 0, else 0. The derivative with respect to y is 0.</summary>
    /// <param name="x">Values that pass.</param>
    /// <param name="y">Decides. Same shape.</param>
    /// <returns>Masked values.</returns>
    public Node Mask(Node x, Node y)
    {
        Require(x.Shape == y.Shape, "mask", x, y);
        return Append(new NodeRecord(Operation.Mask, x.Shape) { First = x.Id, Second = y.Id });
    }

    /// <summary>max(low, min(x, high)); the derivative is 0 outside.</summary>
    /// <param name="x">Any node.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound, ≥ <paramref name="low"/>.</param>
    /// <returns>Values in [low, high].</returns>
    public Node Clip(Node x, double low, double high) => Minimum(Relu(x + (-low)) + low, Constant(high, x.Shape));

    private Node TanhGradient(Node g, Node y) => IsConstant(g, out double c) && c == 0
        ? g
        : Append(new NodeRecord(Operation.TanhGradient, y.Shape) { First = g.Id, Second = y.Id });

    private Node TripleProduct(Node x, Node y, Node z, double scale)
    {
        if (IsConstant(x, out double cx))
        {
            return Scale(Product(y, z), cx * scale);
        }

        Span<int> ids = [x.Id, y.Id, z.Id];
        ids.Sort();
        return Append(new NodeRecord(Operation.TripleProduct, x.Shape) { First = ids[0], Second = ids[1], Third = ids[2], Scale = scale });
    }

    private Node Unary(Operation operation, Node x)
    {
        RequireMine(x);
        return Append(new NodeRecord(operation, x.Shape) { First = x.Id });
    }

    private Node At(int id) => new(this, id);

    private bool IsConstant(Node x, out double value)
    {
        NodeRecord record = Record(x.Id);
        value = record.Scale;
        return record.Operation == Operation.Constant;
    }
}
