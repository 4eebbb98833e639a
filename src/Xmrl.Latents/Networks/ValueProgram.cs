using Xmrl.Autodiff;

namespace Xmrl.Latents.Networks;

/// <summary>The value and its error, compiled once and shared by all workers.</summary>
/// <remarks>The error of a sample is the larger of Huber(V − G) and Huber(V_old + clip(V − V_old, ±c) − G) with Huber's bound 1, which is
/// c·d − ½c² with c = clip(d, ±1).</remarks>
internal sealed class ValueProgram
{
    private readonly LatentNetworks _networks;

    /// <summary>Records and compiles.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="clipRange">c &gt; 0.</param>
    public ValueProgram(LatentNetworks networks, double clipRange)
    {
        _networks = networks;
        var tape = new Tape();
        Parameters = [.. networks.ValueEmbeddings.SelectMany(part => part.Inputs(tape)), .. networks.Value.Inputs(tape)];
        Features = tape.Input("features", networks.FeatureSize, Shape.Batch);
        Time = tape.Input("time", 1, Shape.Batch);
        Targets = tape.Input("targets", 1, Shape.Batch);
        Before = tape.Input("values before", 1, Shape.Batch);
        Weights = tape.Input("weights", 1, Shape.Batch);
        int embedded = 2 * networks.ValueEmbeddings.Length;
        Node hidden = networks.Policy.Embed(tape, networks.ValueEmbeddings, Parameters.AsSpan(0, embedded), Features);
        Output = networks.Value.Record(tape, Parameters[embedded..], tape.ConcatRows(hidden, Time));
        Node clipped = Before + tape.Clip(Output - Before, -clipRange, clipRange);
        Error = tape.Dot(Weights, tape.Maximum(Huber(Output - Targets), Huber(clipped - Targets)));
        Gradient = tape.Gradient(Error, Parameters);
        OutputProgram = tape.Compile(Output);
        GradientProgram = tape.Compile([Error, .. Gradient]);

        Node Huber(Node distance)
        {
            Node kept = tape.Clip(distance, -1, 1);
            return (kept * distance) - (0.5 * tape.Square(kept));
        }
    }

    /// <summary>One input per tensor: embeddings, then value.</summary>
    public Node[] Parameters { get; }

    /// <summary>Normalised inputs of the policy. Shape [F, n].</summary>
    public Node Features { get; }

    /// <summary>t/T, the share of the trial that is over. Shape [1, n].</summary>
    public Node Time { get; }

    /// <summary>Target returns G.</summary>
    public Node Targets { get; }

    /// <summary>V_old.</summary>
    public Node Before { get; }

    /// <summary>Weight of every sample.</summary>
    public Node Weights { get; }

    /// <summary>Values V. Shape [1, n].</summary>
    public Node Output { get; }

    /// <summary>Weighted sum of errors.</summary>
    public Node Error { get; }

    /// <summary>∇ of <see cref="Error"/>.</summary>
    public Node[] Gradient { get; }

    /// <summary>Computes <see cref="Output"/>.</summary>
    public TapeProgram OutputProgram { get; }

    /// <summary>Computes <see cref="Error"/> and <see cref="Gradient"/>.</summary>
    public TapeProgram GradientProgram { get; }

    /// <summary>Binds the parameters.</summary>
    /// <param name="workspace">Where a program runs.</param>
    /// <param name="parameters">Parameters θ.</param>
    public void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters)
    {
        int next = 0;
        foreach (NetworkPart part in (NetworkPart[])[.. _networks.ValueEmbeddings, _networks.Value])
        {
            part.Bind(workspace, Parameters.AsSpan(next, part.Tensors.Length).ToArray(), parameters);
            next += part.Tensors.Length;
        }
    }

    /// <summary>Adds the gradient of the last run to a flat one.</summary>
    /// <param name="workspace">Where <see cref="GradientProgram"/> ran.</param>
    /// <param name="gradient">Shape [P less origin].</param>
    /// <param name="origin">Index in θ of the gradient's first element.</param>
    public void Add(TapeWorkspace workspace, Span<double> gradient, int origin)
    {
        int next = 0;
        foreach (NetworkPart part in (NetworkPart[])[.. _networks.ValueEmbeddings, _networks.Value])
        {
            part.Add(workspace, Gradient.AsSpan(next, part.Tensors.Length), gradient, origin);
            next += part.Tensors.Length;
        }
    }
}
