namespace Xmrl.Autodiff.Tests;

/// <summary>Evaluates nodes of a tape at given inputs, and checks recorded derivatives against central differences.</summary>
internal sealed class TapeHarness
{
    public const int Samples = 5;

    private readonly Dictionary<Node, Real[]> _inputs = [];

    public Tape Tape { get; } = new();

    public IEnumerable<Node> Inputs => _inputs.Keys;

    /// <summary>An input with smooth, distinct, deterministic values in (low, high).</summary>
    public Node Input(string name, int rows, int columns, double low = -1, double high = 1)
    {
        Node node = Tape.Input(name, rows, columns);
        int length = rows * node.Shape.ColumnsFor(Samples);
        var values = new Real[length];
        for (int i = 0; i < length; i++)
        {
            double phase = Math.Sin((12.9898 * (i + 1)) + (78.233 * _inputs.Count)) * 43758.5453;
            values[i] = (Real)(low + ((high - low) * (phase - Math.Floor(phase))));
        }

        _inputs[node] = values;
        return node;
    }

    public Real[] ValuesOf(Node input) => _inputs[input];

    public Real[] Evaluate(Node node)
    {
        var workspace = new TapeWorkspace(Tape.Compile(node));
        workspace.Begin(Samples);
        workspace.BindTrajectories([0, 2, Samples]);
        foreach ((Node input, Real[] values) in _inputs)
        {
            workspace.Bind(input, values);
        }

        workspace.Run();
        Xmrl.Numerics.Matrices.ConstMatrix value = workspace.Read(node);
        var result = new Real[value.Rows * value.Columns];
        for (int row = 0; row < value.Rows; row++)
        {
            value.Row(row).CopyTo(result.AsSpan(row * value.Columns));
        }

        return result;
    }

    /// <summary>Σ weight·y with fixed distinct weights: a scalar that depends on every element of y.</summary>
    public Node Probe(Node y, string name) => Tape.Dot(y, Input(name, y.Shape.Rows, y.Shape.Columns, 0.3, 1.7));

    /// <summary>Largest difference between the recorded gradient of a scalar and its central differences, relative to the largest
    /// element.</summary>
    public double GradientError(Node scalar, Node input)
    {
        const double Step = 1e-5;
        Real[] recorded = Evaluate(Tape.Gradient(scalar, input)[0]);
        Real[] values = _inputs[input];
        double error = 0;
        double scale = 1e-3;
        for (int i = 0; i < values.Length; i++)
        {
            Real kept = values[i];
            values[i] = (Real)(kept + Step);
            double above = Evaluate(scalar)[0];
            values[i] = (Real)(kept - Step);
            double below = Evaluate(scalar)[0];
            values[i] = kept;
            double difference = (above - below) / (2 * Step);
            error = Math.Max(error, Math.Abs(difference - recorded[i]));
            scale = Math.Max(scale, Math.Abs(difference));
        }

        return error / scale;
    }
}
