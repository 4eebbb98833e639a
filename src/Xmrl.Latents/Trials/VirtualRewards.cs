using Xmrl.Autodiff;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Latents.Trials;

/// <summary>The rewards of a task that the model makes up: R̂(s, a, s′, ĥ(z)) with z ~ q(z|h, y_v), within [0, 10]. One per
/// worker.</summary>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023): virtual training.</seealso>
internal sealed class VirtualRewards
{
    /// <summary>Largest virtual reward (Lee et al. 2023, author code).</summary>
    internal const double Largest = 10;

    private readonly LatentNetworks _networks;
    private readonly LatentHeads _heads;
    private readonly Node _memory;
    private readonly Node _components;
    private readonly Node _noise;
    private readonly Node _latent;
    private readonly Node _code;
    private readonly Node[] _dispersion;
    private readonly TapeWorkspace _latents;
    private readonly TapeWorkspace _rewards;
    private readonly DecoderProgram _decoders;
    private Real[] _ones = [];

    /// <summary>Records the program of the latent.</summary>
    /// <param name="networks">Networks of several components.</param>
    /// <param name="decoders">Compiled once for all workers.</param>
    public VirtualRewards(LatentNetworks networks, DecoderProgram decoders)
    {
        (_networks, _decoders) = (networks, decoders);
        var tape = new Tape();
        _memory = tape.Input("memory", networks.Shape.MemorySize, Shape.Batch);
        _components = tape.Input("components", networks.Shape.Components, Shape.Batch);
        _noise = tape.Input("noise", networks.Shape.LatentSize, Shape.Batch);
        _heads = new LatentHeads(networks, tape);
        _dispersion = networks.Dispersion?.Inputs(tape) ?? [];
        (Node mean, Node variance) = _heads.Latent(_memory, _components);
        _latent = mean + (tape.Sqrt(variance) * _noise);
        _code = networks.Dispersion?.Record(tape, _dispersion, _latent) ?? _latent;
        _latents = new TapeWorkspace(tape.Compile(_latent, _code));
        _rewards = new TapeWorkspace(decoders.RewardProgram);
    }

    /// <summary>The rewards of one step of several trials.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="task">Memory h [M, n], y_v [K, n], normal draws [L, n].</param>
    /// <param name="step">Normalised s, encoded a, normalised s′; n columns each.</param>
    /// <param name="rewards">Receives them. Shape [n].</param>
    public void Of(ReadOnlySpan<Real> parameters, in VirtualTask task, in VirtualStep step, Span<Real> rewards)
    {
        int count = task.Memory.Columns;
        _latents.Begin(count);
        _heads.Bind(_latents, parameters);
        _networks.Dispersion?.Bind(_latents, _dispersion, parameters);
        _latents.Bind(_memory, task.Memory);
        _latents.Bind(_components, task.Components);
        _latents.Bind(_noise, task.Noise);
        _latents.Run();
        _rewards.Begin(count);
        _decoders.Bind(_rewards, parameters);
        _rewards.Bind(_decoders.Latent, _latents.Read(_latent));
        _rewards.Bind(_decoders.Code, _latents.Read(_code));
        _rewards.Bind(_decoders.States, step.States);
        _rewards.Bind(_decoders.Actions, step.Actions);
        _rewards.Bind(_decoders.Next, step.Next);
        if (_ones.Length != _decoders.MaskRows * count)
        {
            _ones = new Real[_decoders.MaskRows * count];
            Array.Fill(_ones, (Real)1);
        }

        _rewards.Bind(_decoders.Masks, _ones);
        _rewards.Run();
        ReadOnlySpan<Real> found = _rewards.Read(_decoders.Reward).Row(0);
        for (int i = 0; i < count; i++)
        {
            rewards[i] = Math.Clamp(found[i], 0, (Real)Largest);
        }
    }

    /// <summary>Memory, mixture and draws of every trial.</summary>
    internal readonly ref struct VirtualTask(ConstMatrix memory, ConstMatrix components, ConstMatrix noise)
    {
        public ConstMatrix Memory { get; } = memory;

        public ConstMatrix Components { get; } = components;

        public ConstMatrix Noise { get; } = noise;
    }

    /// <summary>A step of every trial.</summary>
    internal readonly ref struct VirtualStep(ConstMatrix states, ConstMatrix actions, ConstMatrix next)
    {
        public ConstMatrix States { get; } = states;

        public ConstMatrix Actions { get; } = actions;

        public ConstMatrix Next { get; } = next;
    }
}
