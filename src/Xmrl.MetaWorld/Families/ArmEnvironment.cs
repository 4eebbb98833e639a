using System.Collections.Immutable;
using System.Diagnostics;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Installation;
using Xmrl.MetaWorld.Tasks;
using Xmrl.MuJoCo;
using Xmrl.MuJoCo.Bodies;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;

namespace Xmrl.MetaWorld.Families;

/// <summary>Copies of one task of Meta-World.</summary>
/// <remarks>
/// A step clips the action to ±1 (NaN counts as 0). A reset has no randomness: it is computed once and restored afterwards, which continues
/// with the same bits. An episode counts as a success if the task was solved at any of its steps; nothing ends it before its horizon but a
/// simulation that becomes unstable, which terminates it with the last frame and a reward of 0.
/// </remarks>
internal sealed partial class ArmEnvironment : IEnvironment, IMixable, IEngineBacked, IDisposable
{
    private readonly ArmTask _task;
    private readonly ImmutableArray<double> _goal;
    private readonly Model _model;
    private readonly bool _ownsModel;
    private readonly StepCounter _counter;
    private readonly ArmCopy[] _copies;
    private readonly double[] _now;
    private readonly double[] _past;
    private readonly bool[] _succeeded;
    private readonly double[] _initial;
    private readonly double[] _before;
    private TaskStart? _start;
    private BodyDrawing? _drawing;
    private long _engineTicks;
    private long _unstable;

    /// <summary>Makes the copies.</summary>
    /// <param name="spec">Sizes and names.</param>
    /// <param name="task">The task, valid.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="goal">Its goal numbers.</param>
    /// <param name="copies">Number of copies, ≥ 1.</param>
    /// <exception cref="MuJoCoException">Engine or model files cannot be used; the message says why.</exception>
    public ArmEnvironment(EnvironmentSpec spec, MdpTask task, ArmTask kind, ImmutableArray<double> goal, int copies)
    {
        ModelFiles files = ModelFiles.Installed;
        var arm = ArmModel.Of(files.Folder ?? throw new MuJoCoException(files.Sentence), kind.Model);
        Spec = spec;
        MdpTask = task;
        _task = kind;
        _goal = goal;
        _ownsModel = kind.MovedBody is not null;
        _model = kind.MovedBody is { } body ? Moved(arm.Model, body) : arm.Model;
        _counter = new StepCounter(copies, spec.Horizon);
        _now = new double[copies * ArmStep.FrameSize];
        _past = new double[copies * ArmStep.FrameSize];
        _succeeded = new bool[copies];
        _initial = new double[NumberCount];
        _before = new double[3 * NumberCount];
        _quaternions = _model.PositionCount > ArmCopy.RobotPositions + 1 ? [ArmCopy.RobotPositions + 3] : [];
        int[] named = [.. kind.Named.Select(entry => _model.Find(entry.Kind, entry.Name))];
        _copies = new ArmCopy[copies];
        for (int i = 0; i < copies; i++)
        {
            _copies[i] = new ArmCopy(arm, _model, named);
        }
    }

    public EnvironmentSpec Spec { get; }

    public MdpTask MdpTask { get; }

    public int Copies => _copies.Length;

    public EngineUse EngineUse => new(_engineTicks / (double)Stopwatch.Frequency, _unstable);

    /// <summary>Receives the bodies of the first copy; null where nobody asks.</summary>
    internal BodyRecording? Recording { private get; init; }

    /// <summary>What the task remembers of its reset.</summary>
    internal TaskStart Start => _start ?? Prepare(_copies[0]);

    /// <summary>The task's copy of the model.</summary>
    internal Model Model => _model;

    /// <summary>One of the copies.</summary>
    internal ArmCopy CopyAt(int copy) => _copies[copy];

    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations)
    {
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _counter.Begin(copy);
            _succeeded[copy] = false;
            long began = Stopwatch.GetTimestamp();
            _ = _start ?? Prepare(_copies[copy]);
            _copies[copy].Simulation.Reset();
            Load(copy, _initial);
            _engineTicks += Stopwatch.GetTimestamp() - began;
            Past(copy).CopyTo(Now(copy));
            Write(Now(copy), Past(copy), observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
            Record(copy, isStart: true);
        }
    }

    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        result.Check(Spec, copies.Length, actions.Length);
        Span<float> action = stackalloc float[4];
        Span<double> frame = stackalloc double[ArmStep.FrameSize];
        Span<double> previous = stackalloc double[ArmStep.FrameSize];
        for (int i = 0; i < copies.Length; i++)
        {
            int copy = copies[i];
            _ = _counter.Running(copy);
            for (int a = 0; a < action.Length; a++)
            {
                float asked = (float)actions[(i * action.Length) + a];
                action[a] = float.IsNaN(asked) ? 0 : Math.Clamp(asked, -1, 1);
            }

            ArmCopy arm = _copies[copy];
            Span<double> before = _before.AsSpan(0, NumberCount);
            Save(copy, before);
            long began = Stopwatch.GetTimestamp();
            bool isStable = ArmStep.Advance(arm, _task, action);
            _engineTicks += Stopwatch.GetTimestamp() - began;
            Outcome outcome = default;
            if (isStable)
            {
                Now(copy).CopyTo(Past(copy));
                ArmStep.Look(arm, _task, Now(copy));
                Observe(copy, frame, previous);
                outcome = ArmStep.Score(arm, _task, _start!, frame, action[3]);
            }
            else
            {
                _unstable++;
                Load(copy, before);
                Observe(copy, frame, previous);
            }

            _succeeded[copy] |= outcome.Succeeded;
            Write(frame, previous, result.Observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize));
            result.Rewards[i] = (Real)outcome.Reward;
            result.Terminated[i] = !isStable;
            result.Truncated[i] = _counter.Advance(copy, !isStable);
            result.Succeeded[i] = _succeeded[copy];
            Record(copy, isStart: false);
        }
    }

    public void Dispose()
    {
        foreach (ArmCopy copy in _copies)
        {
            copy?.Dispose();
        }

        if (_ownsModel)
        {
            _model.Dispose();
        }
    }

    /// <summary>The frame of this moment, not clipped.</summary>
    internal Span<double> Now(int copy) => _now.AsSpan(copy * ArmStep.FrameSize, ArmStep.FrameSize);

    private void Record(int copy, bool isStart)
    {
        if (copy != 0 || Recording is not { } recording)
        {
            return;
        }

        _drawing ??= new BodyDrawing(_model, ArmScene.View);
        if (isStart)
        {
            recording.Begin(_drawing.Model);
        }

        recording.Add(_drawing.At(_copies[copy].Simulation.Positions));
    }

    private Model Moved(Model shared, string body)
    {
        Point place = _task.MovedTo(_goal.AsSpan());
        return shared.WithBodyAt(shared.Find(ObjectKind.Body, body), [place.X, place.Y, place.Z]);
    }

    /// <summary>Computes the reset in one copy and keeps it for all.</summary>
    private TaskStart Prepare(ArmCopy copy)
    {
        TaskStart start = ArmStep.Reset(copy, _task, _goal.AsSpan());
        Span<double> frame = stackalloc double[ArmStep.FrameSize];
        ArmStep.Look(copy, _task, frame);
        SaveSimulation(copy, _initial);
        frame[..ArmStep.Observed].CopyTo(_initial.AsSpan(NumberCount - ArmStep.Observed));
        return _start = start;
    }

    /// <summary>The frame of the step before.</summary>
    private Span<double> Past(int copy) => _past.AsSpan(copy * ArmStep.FrameSize, ArmStep.FrameSize);

    /// <summary>Both frames as they are observed.</summary>
    private void Observe(int copy, Span<double> frame, Span<double> previous)
    {
        Now(copy).CopyTo(frame);
        Past(copy).CopyTo(previous);
        ArmStep.Clip(frame);
        ArmStep.Clip(previous);
    }

    /// <summary>Frame, frame before, and a goal that cannot be seen.</summary>
    private static void Write(ReadOnlySpan<double> frame, ReadOnlySpan<double> previous, Span<Real> observation)
    {
        observation.Clear();
        for (int i = 0; i < ArmStep.FrameSize; i++)
        {
            observation[i] = (Real)frame[i];
            observation[ArmStep.FrameSize + i] = (Real)previous[i];
        }
    }
}
