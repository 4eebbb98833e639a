using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Networks;

/// <summary>Draws actions of a <see cref="LatentPolicy"/>.</summary>
internal sealed class LatentPolicyActor : IPolicyActor
{
    private readonly LatentPolicy _policy;
    private readonly int _headOffset;
    private readonly Node[] _parameters;
    private readonly Node _observations;
    private readonly Node _output;
    private readonly TapeWorkspace _workspace;
    private readonly IPolicyActor _head;

    /// <summary>Records the embeddings.</summary>
    public LatentPolicyActor(LatentPolicy policy, int capacity, int headOffset)
    {
        (_policy, _headOffset, Capacity) = (policy, headOffset, capacity);
        var tape = new Tape();
        _parameters = [.. policy.Embeddings.SelectMany(part => part.Inputs(tape))];
        _observations = tape.Input("observations", policy.ObservationSize, Shape.Batch);
        _output = policy.Embed(tape, policy.Embeddings, _parameters, _observations);
        _workspace = new TapeWorkspace(tape.Compile(_output));
        _head = policy.Head.CreateActor(capacity);
    }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public void Load(ReadOnlySpan<Real> parameters)
    {
        MlpBody.CheckLength(parameters, _policy.ParameterCount);
        _workspace.Begin(Math.Max(1, _workspace.Batch));
        for (int i = 0; i < _parameters.Length; i++)
        {
            _workspace.Bind(_parameters[i], _policy.Tensors[i].Of(parameters));
        }

        _head.Load(parameters[_headOffset..]);
    }

    /// <inheritdoc/>
    public void Act(ConstMatrix observations, ConstMatrix noise, Matrix actions) => _head.Act(Embedded(observations), noise, actions);

    /// <inheritdoc/>
    public void Mode(ConstMatrix observations, Matrix actions) => _head.Mode(Embedded(observations), actions);

    private ConstMatrix Embedded(ConstMatrix observations)
    {
        _workspace.Begin(observations.Columns);
        _workspace.Bind(_observations, observations);
        _workspace.Run();
        return _workspace.Read(_output);
    }
}
