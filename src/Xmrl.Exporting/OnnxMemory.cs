using System.Collections.Immutable;
using Xmrl.Runs.Onnx;

namespace Xmrl.Exporting;

/// <summary>One step of a gated recurrent unit as part of a graph: what a policy is told and its memory go in, the next memory comes
/// out.</summary>
/// <remarks>
/// <para>Inputs <c>observation</c> [batch, O], raw, <c>previous_action</c> [batch, A′], <c>previous_reward</c> and <c>trajectory_start</c>,
/// both [batch, 1], and <c>memory</c> [batch, M].</para>
/// <para>With e the embedding of the normalised observation and the other three, side by side: r = σ(W_r·[e, h] + b_r),
/// u = σ(W_u·[e, h] + b_u), n = tanh(W_n·e + b_n + r∘(U_n·h + c)) and h′ = n + u∘(h − n).</para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1406.1078">Cho et al. (2014): the gated recurrent unit.</seealso>
internal sealed record OnnxMemory
{
    /// <summary>Centre of the normalisation (o − centre)·scale. Shape [O].</summary>
    public required ImmutableArray<float> ObservationCentre { get; init; }

    /// <summary>Scale of the normalisation. Shape [O].</summary>
    public required ImmutableArray<float> ObservationScale { get; init; }

    /// <summary>A′ ≥ 1: numbers that tell the last action.</summary>
    public required int ActionSize { get; init; }

    /// <summary>The layers of the embedding in order; empty for e = (o, a, r, f).</summary>
    public required ImmutableArray<OnnxLayer> Embedding { get; init; }

    /// <summary>Non-linearity after every layer of the embedding.</summary>
    public required OnnxActivation Activation { get; init; }

    /// <summary>W_r [M, E + M] and b_r.</summary>
    public required OnnxLayer ResetGate { get; init; }

    /// <summary>W_u [M, E + M] and b_u.</summary>
    public required OnnxLayer UpdateGate { get; init; }

    /// <summary>W_n [M, E] and b_n.</summary>
    public required OnnxLayer Candidate { get; init; }

    /// <summary>U_n [M, M] and c.</summary>
    public required OnnxLayer Recurrent { get; init; }

    /// <summary>Numbers of the memory M.</summary>
    public int Size => Recurrent.Bias.IsDefault ? 0 : Recurrent.Bias.Length;

    /// <summary>All layers, to be checked for their names.</summary>
    public IEnumerable<OnnxLayer> Layers => [.. Embedding, ResetGate, UpdateGate, Candidate, Recurrent];

    /// <summary>Adds inputs and unit.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The names of the normalised observation and of the next memory, which is no output yet.</returns>
    public (string Observation, string Next) AddTo(OnnxGraph graph)
    {
        string observation = graph.Input("observation", ObservationCentre.Length, "Raw observations, one row each.");
        string action = graph.Input(
            "previous_action", ActionSize, "Actions of the step before, a choice as one 1 among zeros; 0 at the start of a trial.");
        string reward = graph.Input("previous_reward", 1, "Rewards of the step before; 0 at the start of a trial.");
        string start = graph.Input("trajectory_start", 1, "1 on the first step of every trajectory but the trial's first, otherwise 0.");
        string memory = graph.Input("memory", Size, "The next_memory of the step before; 0 at the start of a trial.");

        string normalized = graph.Normalize(observation, ObservationCentre, ObservationScale);
        string embedded = graph.Concat("told", normalized, action, reward, start);
        foreach (OnnxLayer layer in Embedding)
        {
            embedded = graph.HiddenLayer(layer, Activation, embedded);
        }

        string joined = graph.Concat("told_and_memory", embedded, memory);
        string reset = graph.Node("Sigmoid", "reset", graph.Layer(ResetGate, joined));
        string update = graph.Node("Sigmoid", "update", graph.Layer(UpdateGate, joined));
        string kept = graph.Node("Mul", "recurrent_reset", reset, graph.Layer(Recurrent, memory));
        string sum = graph.Node("Add", "candidate_sum", graph.Layer(Candidate, embedded), kept);
        string candidate = graph.Node("Tanh", "candidate", sum);
        string difference = graph.Node("Sub", "memory_difference", memory, candidate);
        return (normalized, graph.Node("Add", "next_memory", candidate, graph.Node("Mul", "memory_kept", update, difference)));
    }

    /// <summary>Refuses parts that do not fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message names both sizes.</exception>
    public void Check()
    {
        const string Name = "memory";
        OnnxChecks.Normalisation(ObservationCentre, ObservationScale, Name);
        if (ActionSize < 1)
        {
            throw new ArgumentException($"ActionSize is {ActionSize}; expected at least 1.", Name);
        }

        int told = ObservationCentre.Length + ActionSize + 2;
        foreach (OnnxLayer layer in Embedding)
        {
            told = OnnxChecks.Layer(layer, told, Name);
        }

        (OnnxLayer Layer, int Inputs)[] gates = [(ResetGate, told + Size), (UpdateGate, told + Size), (Candidate, told), (Recurrent, Size)];
        foreach ((OnnxLayer layer, int inputs) in gates)
        {
            if (OnnxChecks.Layer(layer, inputs, Name) != Size)
            {
                throw new ArgumentException(
                    $"Layer {layer.Name} has {layer.Bias.Length} biases; expected {Size}, one per number of the memory.", Name);
            }
        }
    }
}
