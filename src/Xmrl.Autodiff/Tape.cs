using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff;

/// <summary>Records matrix operations and differentiates them to any order: derivatives are recorded as operations themselves,
/// so the gradient of a gradient of a gradient is one more call of <see cref="Gradient"/>.</summary>
/// <remarks>
/// <para>Recording computes nothing. <see cref="Compile(ReadOnlySpan{Node})"/> turns chosen nodes into a <see cref="TapeProgram"/> that
/// runs as often as wanted on new data and any number of samples; what an output does not need is never computed.</para>
/// <para>Samples are columns: a weight matrix W [outputs, inputs] times activations X [inputs, samples].
/// A tape is not safe for concurrent recording; compiled programs are immutable.</para>
/// </remarks>
public sealed partial class Tape
{
    private readonly List<NodeRecord> _records = [];
    private readonly List<string?> _names = [];
    private readonly Dictionary<NodeRecord, int> _known = [];
    private int _inputs;

    /// <summary>Number of recorded nodes.</summary>
    public int Count => _records.Count;

    /// <summary>Whether an input of a name exists.</summary>
    /// <param name="name">The name.</param>
    public bool HasInput(string name) => _names.Contains(name);

    /// <summary>Records a value that the caller binds before each run.</summary>
    /// <param name="name">Name for error messages, unique on the tape.</param>
    /// <param name="rows">Rows, ≥ 1.</param>
    /// <param name="columns">Columns, ≥ 1, or <see cref="Shape.Batch"/>, or −m for m columns per sample.</param>
    /// <returns>The input.</returns>
    /// <exception cref="ArgumentException">The name is taken or the shape is not positive.</exception>
    public Node Input(string name, int rows, int columns)
    {
        if (rows < 1 || columns == 0)
        {
            throw new ArgumentException($"Input '{name}' needs at least one row and one column; found {new Shape(rows, columns)}.");
        }

        if (_names.Contains(name))
        {
            throw new ArgumentException($"The tape already has an input '{name}'.", nameof(name));
        }

        Node node = Append(new NodeRecord(Operation.Input, new Shape(rows, columns)) { Offset = _inputs++ });
        _names[node.Id] = name;
        return node;
    }

    /// <summary>The same number everywhere.</summary>
    /// <param name="value">The number.</param>
    /// <param name="shape">Shape of the node.</param>
    /// <returns>The constant.</returns>
    public Node Constant(double value, Shape shape) => Append(new NodeRecord(Operation.Constant, shape) { Scale = value });

    /// <summary>A·B.</summary>
    /// <param name="a">Shape [M, K], not wide.</param>
    /// <param name="b">Shape [K, N].</param>
    /// <returns>Shape [M, N].</returns>
    public Node Multiply(Node a, Node b)
    {
        Require(!a.Shape.IsWide && a.Shape.Columns == b.Shape.Rows, "A·B", a, b);
        return Append(new NodeRecord(Operation.Multiply, new Shape(a.Shape.Rows, b.Shape.Columns)) { First = a.Id, Second = b.Id });
    }

    /// <summary>Aᵀ·B.</summary>
    /// <param name="a">Shape [K, M], not wide.</param>
    /// <param name="b">Shape [K, N].</param>
    /// <returns>Shape [M, N].</returns>
    public Node MultiplyTransposedLeft(Node a, Node b)
    {
        Require(!a.Shape.IsWide && a.Shape.Rows == b.Shape.Rows, "Aᵀ·B", a, b);
        return Append(
            new NodeRecord(Operation.MultiplyTransposedLeft, new Shape(a.Shape.Columns, b.Shape.Columns)) { First = a.Id, Second = b.Id });
    }

    /// <summary>A·Bᵀ.</summary>
    /// <param name="a">Shape [M, K].</param>
    /// <param name="b">Shape [N, K].</param>
    /// <returns>Shape [M, N].</returns>
    public Node MultiplyTransposedRight(Node a, Node b)
    {
        Require(a.Shape.Columns == b.Shape.Columns, "A·Bᵀ", a, b);
        return Append(
            new NodeRecord(Operation.MultiplyTransposedRight, new Shape(a.Shape.Rows, b.Shape.Rows)) { First = a.Id, Second = b.Id });
    }

    /// <summary>f(W·X + b·1ᵀ): one layer.</summary>
    /// <param name="weights">Weights W. Shape [M, K].</param>
    /// <param name="bias">Bias b. Shape [M, 1].</param>
    /// <param name="input">Input X. Shape [K, N].</param>
    /// <param name="activation">Non-linearity f.</param>
    /// <returns>Shape [M, N].</returns>
    public Node Linear(Node weights, Node bias, Node input, Activation activation)
    {
        Require(!weights.Shape.IsWide && weights.Shape.Columns == input.Shape.Rows, "W·X + b", weights, input);
        Require(bias.Shape == new Shape(weights.Shape.Rows, 1), "W·X + b", weights, bias);
        return Append(new NodeRecord(Operation.Linear, new Shape(weights.Shape.Rows, input.Shape.Columns))
        {
            First = weights.Id,
            Second = input.Id,
            Third = bias.Id,
            Activation = activation,
        });
    }

    /// <summary>x, but constant to every derivative (the papers' ⊥).</summary>
    /// <param name="x">Any node.</param>
    /// <returns>The same value.</returns>
    public Node StopGradient(Node x) => Append(new NodeRecord(Operation.StopGradient, x.Shape) { First = x.Id });

    /// <summary>Rows <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    /// <param name="x">Shape [m, n].</param>
    /// <param name="first">First row, in [0, m).</param>
    /// <param name="count">Number of rows, ≥ 1.</param>
    /// <returns>Shape [count, n].</returns>
    public Node SliceRows(Node x, int first, int count)
    {
        if (first < 0 || count < 1 || first + count > x.Shape.Rows)
        {
            throw new ArgumentException($"Rows {first} … {first + count - 1} do not lie inside {x.Shape}.");
        }

        return count == x.Shape.Rows
            ? x
            : Append(new NodeRecord(Operation.SliceRows, x.Shape with { Rows = count }) { First = x.Id, Offset = first });
    }

    /// <summary>The same elements, row after row, in another shape.</summary>
    /// <param name="x">Shape [m, k], without samples.</param>
    /// <param name="rows">Rows of the result, ≥ 1.</param>
    /// <param name="columns">Columns of the result, ≥ 1.</param>
    /// <returns>Shape [rows, columns].</returns>
    /// <exception cref="ArgumentException">x has samples, or another number of elements.</exception>
    internal Node Reshape(Node x, int rows, int columns)
    {
        RequireMine(x);
        if (x.Shape.IsWide || rows < 1 || columns < 1 || (long)rows * columns != x.Shape.Rows * x.Shape.Columns)
        {
            throw new ArgumentException($"{NameOf(x.Id)} of shape {x.Shape} does not fill shape [{rows}, {columns}].");
        }

        Shape shape = new(rows, columns);
        return x.Shape == shape ? x
            : IsConstant(x, out double value) ? Constant(value, shape)
            : Append(new NodeRecord(Operation.Reshape, shape) { First = x.Id });
    }

    /// <summary>One matrix above another.</summary>
    /// <param name="above">Shape [m, n].</param>
    /// <param name="below">Shape [k, n].</param>
    /// <returns>Shape [m + k, n].</returns>
    public Node ConcatRows(Node above, Node below)
    {
        Require(above.Shape.Columns == below.Shape.Columns, "rows of x above y", above, below);
        Shape shape = above.Shape with { Rows = above.Shape.Rows + below.Shape.Rows };
        return Append(new NodeRecord(Operation.ConcatRows, shape) { First = above.Id, Second = below.Id });
    }

    /// <summary>Turns nodes into a program.</summary>
    /// <param name="outputs">What a run is to compute.</param>
    /// <returns>The program.</returns>
    internal TapeProgram Compile(params ReadOnlySpan<Node> outputs) => Compile(outputs, []);

    /// <summary>Turns nodes into a program of two phases: what does not depend on the varying inputs can be computed once and kept
    /// (<see cref="TapeWorkspace.Prepare"/>), the rest is computed for each of their values.</summary>
    /// <param name="outputs">What a run is to compute.</param>
    /// <param name="varying">Inputs that change while all others stay.</param>
    /// <returns>The program.</returns>
    /// <exception cref="ArgumentException">A varying node is not an input.</exception>
    internal TapeProgram Compile(ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> varying)
    {
        foreach (Node output in outputs)
        {
            RequireMine(output);
        }

        foreach (Node input in varying)
        {
            RequireMine(input);
            if (_records[input.Id].Operation != Operation.Input)
            {
                throw new ArgumentException($"Only inputs can vary; found {NameOf(input.Id)}.", nameof(varying));
            }
        }

        return TapeProgram.Create(this, outputs, varying);
    }

    internal NodeRecord Record(int id) => _records[id];

    internal string NameOf(int id) => _names[id] ?? $"{_records[id].Operation} #{id}";

    private Node Append(NodeRecord record)
    {
        if (_known.TryGetValue(record, out int known))
        {
            return new Node(this, known);
        }

        int id = _records.Count;
        _records.Add(record);
        _names.Add(null);
        _known.Add(record, id);
        return new Node(this, id);
    }

    private void RequireMine(Node node)
    {
        if (!ReferenceEquals(node.Tape, this))
        {
            throw new ArgumentException("The node lies on another tape.");
        }
    }

    private void Require(bool condition, string operation, Node a, Node b)
    {
        RequireMine(a);
        RequireMine(b);
        if (!condition)
        {
            throw new ArgumentException(
                $"{operation} does not fit: {NameOf(a.Id)} has shape {a.Shape}, {NameOf(b.Id)} has shape {b.Shape}.");
        }
    }
}
