using Xmrl.Attention.Networks;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Policies;

namespace Xmrl.Attention.Episodes;

/// <summary>The windows of some samples of an <see cref="EpisodeProgram"/>, written from the steps of trials. How much of a window counts
/// is carried as a number: a transition of zeros is a transition.</summary>
internal sealed class EpisodeWindows
{
    private readonly AttentionShape _shape;
    private readonly int _inputSize;
    private readonly int _observationSize;
    private readonly Tokens _current;
    private readonly Tokens _past;
    private Real[] _unused = [];
    private Real[] _later = [];
    private int _samples;

    /// <summary>Prepares; memory is allocated when first needed.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="decisions">D, decisions of a sample.</param>
    public EpisodeWindows(AttentionPolicy policy, int decisions)
    {
        _shape = policy.Shape;
        _inputSize = policy.InputSize;
        _observationSize = policy.ObservationSize;
        _current = new Tokens(decisions);
        _past = new Tokens(_shape.Past);
    }

    /// <summary>The input x of a step of one trial. Shape [I].</summary>
    /// <param name="step">Step t of the trial.</param>
    public delegate ReadOnlySpan<Real> StepInput(int step);

    /// <summary>Makes room, with empty windows everywhere.</summary>
    /// <param name="samples">Number of samples.</param>
    public void Begin(int samples)
    {
        _samples = samples;
        ClearCurrent();
        Clear(_past);
        if (_shape.Past > 0)
        {
            _unused = Sized(_unused, _shape.Past * samples);
            Array.Fill(_unused, (Real)EpisodeTokens.Never, 0, _shape.Past * samples);
            if (_later.Length != _shape.Past * _shape.Past * samples)
            {
                _later = new Real[_shape.Past * _shape.Past * samples];
                for (int key = 0; key < _shape.Past; key++)
                {
                    _later.AsSpan(key * _shape.Past * samples, key * samples).Fill((Real)EpisodeTokens.Never);
                }
            }
        }
    }

    /// <summary>Empties the windows of the decisions.</summary>
    public void ClearCurrent() => Clear(_current);

    /// <summary>Writes what a sample's episode looks back at.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="outline">The trial.</param>
    /// <param name="episode">The episode.</param>
    /// <param name="input">Inputs of the trial.</param>
    public void WritePast(int sample, TrialOutline outline, int episode, StepInput input)
    {
        int[] snippets = outline.Snippets[episode];
        int first = episode - snippets.Length;
        for (int slot = 0; slot < snippets.Length; slot++)
        {
            int end = outline.Starts[first + slot + 1];
            int count = Math.Min(_shape.Transitions, end - snippets[slot]);
            Write(_past, slot, sample, snippets[slot], count, input);
            _unused[(slot * _samples) + sample] = 0;
        }
    }

    /// <summary>Writes the window of a decision.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="decision">The decision k within the sample.</param>
    /// <param name="start">First step of its episode.</param>
    /// <param name="step">Its step.</param>
    /// <param name="input">Inputs of the trial, to <paramref name="step"/> itself, which tells the last action and reward.</param>
    public void WriteCurrent(int sample, int decision, int start, int step, StepInput input)
    {
        int count = Math.Min(_shape.Transitions, step - start);
        Write(_current, decision, sample, step - count, count, input);
    }

    /// <summary>Binds the windows.</summary>
    /// <param name="program">The program that the workspace runs, or one of its derivatives.</param>
    /// <param name="workspace">Its memory, begun with as many samples.</param>
    public void BindPast(EpisodeProgram program, Autodiff.TapeWorkspace workspace)
    {
        if (program.Past is { } past)
        {
            Bind(_past, past, workspace);
            workspace.Bind(program.Unused, _unused.AsSpan(0, _shape.Past * _samples));
            workspace.Bind(program.Later, _later);
        }
    }

    /// <summary>Binds the windows of the decisions.</summary>
    /// <param name="program">The program that the workspace runs, or one of its derivatives.</param>
    /// <param name="workspace">Its memory, begun with as many samples.</param>
    public void BindCurrent(EpisodeProgram program, Autodiff.TapeWorkspace workspace) => Bind(_current, program.Current, workspace);

    private void Bind(Tokens tokens, EpisodeTokens nodes, Autodiff.TapeWorkspace workspace)
    {
        int columns = Columns(tokens);
        workspace.Bind(nodes.Numbers, new ConstMatrix(tokens.Numbers, _inputSize, columns));
        workspace.Bind(nodes.Places, new ConstMatrix(tokens.Places, 1 + _shape.Transitions, columns));
        workspace.Bind(nodes.Hidden, new ConstMatrix(tokens.Hidden, 1, columns));
    }

    private int Columns(Tokens tokens) => _shape.Transitions * tokens.Windows * _samples;

    /// <summary>Every window shows the start token at its end and nothing before it.</summary>
    private void Clear(Tokens tokens)
    {
        int columns = Columns(tokens);
        int last = (_shape.Transitions - 1) * tokens.Windows * _samples;
        tokens.Numbers = Sized(tokens.Numbers, _inputSize * columns);
        tokens.Places = Sized(tokens.Places, (1 + _shape.Transitions) * columns);
        tokens.Hidden = Sized(tokens.Hidden, columns);
        tokens.Numbers.AsSpan(0, _inputSize * columns).Clear();
        tokens.Places.AsSpan(0, (1 + _shape.Transitions) * columns).Clear();
        tokens.Hidden.AsSpan(0, last).Fill((Real)EpisodeTokens.Never);
        tokens.Hidden.AsSpan(last, columns - last).Clear();
        tokens.Places.AsSpan(last, columns - last).Fill(1);
        tokens.Places.AsSpan((_shape.Transitions * columns) + last, columns - last).Fill(1);
    }

    private void Write(Tokens tokens, int window, int sample, int first, int count, StepInput input)
    {
        int columns = Columns(tokens);
        for (int i = 0; i < count; i++)
        {
            int place = _shape.Transitions - count + i;
            int column = (((place * tokens.Windows) + window) * _samples) + sample;
            ReadOnlySpan<Real> own = input(first + i);

            // o and f of the step; a and r as the next step is told them.
            for (int o = 0; o < _observationSize; o++)
            {
                tokens.Numbers[(o * columns) + column] = own[o];
            }

            tokens.Numbers[((_inputSize - 1) * columns) + column] = own[_inputSize - 1];
            ReadOnlySpan<Real> next = input(first + i + 1);
            for (int row = _observationSize; row < _inputSize - 1; row++)
            {
                tokens.Numbers[(row * columns) + column] = next[row];
            }

            tokens.Places[column] = 0;
            tokens.Places[((1 + place) * columns) + column] = 1;
            tokens.Hidden[column] = 0;
        }
    }

    private static Real[] Sized(Real[] memory, int length) => memory.Length >= length ? memory : new Real[length];

    private sealed class Tokens(int windows)
    {
        public int Windows => windows;

        public Real[] Numbers { get; set; } = [];

        public Real[] Places { get; set; } = [];

        public Real[] Hidden { get; set; } = [];
    }
}
