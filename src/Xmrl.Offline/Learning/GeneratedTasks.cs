using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Learning.Generated;
using Xmrl.Offline.Networks;

namespace Xmrl.Offline.Learning;

/// <summary>Inner steps and hyper-gradients of several tasks at once, of networks whose layers are generated. Threads share the tasks where
/// networks are run, and the rows of W where it is read.</summary>
internal sealed class GeneratedTasks
{
    private readonly MacawLearner _learner;
    private readonly TaskRows[] _inner;
    private readonly TaskRows[] _outer;
    private readonly WeighedRows[] _weighed;
    private readonly double[][] _scratch;

    /// <summary>Makes room.</summary>
    /// <param name="learner">The learner, whose layers are generated.</param>
    /// <param name="tasks">Tasks at once, ≥ 1.</param>
    public GeneratedTasks(MacawLearner learner, int tasks)
    {
        _learner = learner;
        MacawNetworks networks = learner.Networks;
        Policy = new GeneratedBlock(networks.PolicyTransform!, networks.PolicySteps, tasks, learner.Options.Latents);
        Value = new GeneratedBlock(networks.ValueTransform!, networks.ValueSteps, tasks, learner.Options.Latents);
        _inner = [.. Enumerable.Range(0, tasks).Select(_ => MacawWorker.NewRows(learner, learner.Options.Rows))];
        _outer = [.. Enumerable.Range(0, tasks).Select(_ => MacawWorker.NewRows(learner, learner.Options.Rows))];
        _weighed = new WeighedRows[tasks];
        Coefficients = new double[tasks];
        Figures = new MacawFigures[tasks];
        _scratch =
        [
            .. Enumerable.Range(0, learner.Pool.Threads)
                .Select(_ => new double[Math.Max(networks.PolicyLength, networks.Value.Length)]),
        ];
    }

    /// <summary>Policy and head.</summary>
    public GeneratedBlock Policy { get; }

    /// <summary>The value.</summary>
    public GeneratedBlock Value { get; }

    /// <summary>Derivatives by the raw coefficient of each task.</summary>
    public double[] Coefficients { get; }

    /// <summary>Figures of each task.</summary>
    public MacawFigures[] Figures { get; }

    /// <summary>Takes the inner steps of tasks and differentiates what comes of them.</summary>
    /// <param name="theta">Meta-parameters. Shape [P].</param>
    /// <param name="tasks">The tasks, at most as many as there is room for.</param>
    /// <param name="rows">Draws the rows of the task in a place.</param>
    public void Differentiate(Real[] theta, IReadOnlyList<StepTask> tasks, Func<int, RandomKey> rows)
        => Differentiate(theta, tasks.Count, (worker, i) =>
        {
            MacawWorker own = _learner.Worker(worker);
            own.Draw(tasks[i].Table, rows(i), _learner.Options.UniformInnerRows, _inner[i], _outer[i]);
        });

    /// <summary>The same for rows that are given.</summary>
    /// <param name="theta">Meta-parameters. Shape [P].</param>
    /// <param name="inner">D_tr of each task.</param>
    /// <param name="outer">D_ts of each task.</param>
    internal void Differentiate(Real[] theta, TaskRows[] inner, TaskRows[] outer)
        => Differentiate(theta, inner.Length, (_, i) => (_inner[i], _outer[i]) = (inner[i], outer[i]));

    /// <summary>Runs a phase of both networks.</summary>
    /// <param name="body">Called with a network and the number of a part.</param>
    public void ForParts(Action<GeneratedBlock, int> body) => _learner.Pool.Run(Policy.Parts + Value.Parts, (_, item) =>
        body(item < Policy.Parts ? Policy : Value, item < Policy.Parts ? item : item - Policy.Parts));

    /// <summary>The same with the number of the worker.</summary>
    /// <param name="body">Called with a worker, a network and the number of a part.</param>
    public void ForParts(Action<int, GeneratedBlock, int> body) => _learner.Pool.Run(Policy.Parts + Value.Parts, (worker, item) =>
        body(worker, item < Policy.Parts ? Policy : Value, item < Policy.Parts ? item : item - Policy.Parts));

    private void Differentiate(Real[] theta, int count, Action<int, int> draw)
    {
        ForParts((block, part) => block.Generate(theta, part));
        if (!_learner.Options.Adapts)
        {
            ForTasks(count, (worker, i) =>
            {
                draw(worker, i);
                DifferentiatePlain(worker, i);
            });
            return;
        }

        Real coefficient = _learner.Networks.Coefficient.Of((ReadOnlySpan<Real>)theta)[0];
        double share = _learner.Options.TargetShare;
        ForTasks(count, (worker, i) =>
        {
            draw(worker, i);
            StepValue(worker, i);
        });
        Project(Value, theta, false);
        ForParts(Value, part => Value.Move(theta, part, share));
        ForTasks(count, (worker, i) => StepPolicy(worker, i, coefficient));
        ForParts((block, part) => block.Project(theta, part, block == Value));
        Value.Reduce(theta, true);
        Policy.Reduce(theta, false);
        ForParts((block, part) =>
        {
            if (block == Value)
            {
                block.Back(theta, part);
            }
            else
            {
                block.Move(theta, part, 1);
            }
        });
        ForTasks(count, BackValue);
        Project(Policy, theta, true);
        ForParts(Policy, part => Policy.Back(theta, part));
        ForTasks(count, (worker, i) => BackPolicy(worker, i, coefficient));
    }

    private void ForTasks(int count, Action<int, int> body) => _learner.Pool.Run(count, body);

    private void ForParts(GeneratedBlock block, Action<int> body) => _learner.Pool.Run(block.Parts, (_, part) => body(part));

    private void Project(GeneratedBlock block, Real[] theta, bool isOuter)
    {
        ForParts(block, part => block.Project(theta, part, isOuter));
        block.Reduce(theta, isOuter);
    }

    private void DifferentiatePlain(int worker, int i)
    {
        MacawRegressions own = Of(worker);
        Span<double> scratch = _scratch[worker];
        Real[] targets = own.Targets(Value.Parameters, _outer[i]);
        double value = own.Value.Gradient(Value.Parameters, _outer[i].Observations, targets, scratch[..Value.Parameters.Length]);
        Write(scratch, Value.Outer(i));
        Value.Outer(i).CopyTo(Value.Adjoints[i]);
        WeighedRows weighed = own.Weigh(Value.Parameters, _outer[i]);
        double policy = own.Policy.Outer(Policy.Parameters, weighed.Samples, scratch[..Policy.Parameters.Length]);
        Write(scratch, Policy.Outer(i));
        Policy.Outer(i).CopyTo(Policy.Adjoints[i]);
        Figures[i] = new MacawFigures
        {
            ValueInner = value,
            ValueOuter = value,
            PolicyOuter = policy,
            Weights = weighed.Figures,
            Flat = weighed.Differs ? 0 : 1,
        };
    }

    private void StepValue(int worker, int i)
    {
        double inside = Of(worker).Value.Gradient(
            Value.Parameters, _inner[i].Observations, _inner[i].Returns, _scratch[worker].AsSpan(0, Value.Parameters.Length));
        Write(_scratch[worker], Value.Inner(i));
        Figures[i] = new MacawFigures { ValueInner = inside };
    }

    /// <summary>The value's outer gradient, and the policy's inner one.</summary>
    private void StepPolicy(int worker, int i, Real coefficient)
    {
        MacawRegressions own = Of(worker);
        Span<double> scratch = _scratch[worker];
        Real[] targets = own.Targets(Value.Partly[i], _outer[i]);
        double value = own.Value.Gradient(Value.Moved[i], _outer[i].Observations, targets, scratch[..Value.Parameters.Length]);
        Write(scratch, Value.Outer(i));
        _weighed[i] = own.Weigh(Value.Moved[i], _inner[i]);
        double inside = own.Policy.Inner(Policy.Parameters, coefficient, _weighed[i].Samples, scratch[..Policy.Parameters.Length]);
        Write(scratch, Policy.Inner(i));
        Figures[i] = Figures[i] with
        {
            ValueOuter = value,
            PolicyInner = inside,
            HeadError = own.Policy.HeadError,
            Flat = _weighed[i].Differs ? 0 : 1,
        };
    }

    /// <summary>The value's adjoint, and the policy's outer gradient.</summary>
    private void BackValue(int worker, int i)
    {
        MacawRegressions own = Of(worker);
        Span<double> scratch = _scratch[worker];
        own.Value.Hessian(
            Value.Parameters, _inner[i].Observations, _inner[i].Returns, Value.Direction(i), scratch[..Value.Parameters.Length]);
        Add(Value.Outer(i), scratch, Value.Adjoints[i]);
        WeighedRows weighed = own.Weigh(Value.Moved[i], _outer[i]);
        double outside = own.Policy.Outer(Policy.Moved[i], weighed.Samples, scratch[..Policy.Parameters.Length]);
        Write(scratch, Policy.Outer(i));
        Figures[i] = Figures[i] with
        {
            PolicyOuter = outside,
            Weights = weighed.Figures,
            Flat = weighed.Differs ? Figures[i].Flat : 1,
        };
    }

    private void BackPolicy(int worker, int i, Real coefficient)
    {
        Span<double> scratch = _scratch[worker];
        Coefficients[i] = Of(worker).Policy.Hessian(
            Policy.Parameters, coefficient, _weighed[i].Samples, Policy.Direction(i), scratch[..Policy.Parameters.Length]);
        Add(Policy.Outer(i), scratch, Policy.Adjoints[i]);
    }

    private MacawRegressions Of(int worker) => _learner.Worker(worker).Step.Regressions;

    private static void Write(ReadOnlySpan<double> from, Span<Real> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (Real)from[i];
        }
    }

    private static void Add(ReadOnlySpan<Real> outer, ReadOnlySpan<double> product, Span<Real> adjoint)
    {
        for (int i = 0; i < adjoint.Length; i++)
        {
            adjoint[i] = (Real)(outer[i] + product[i]);
        }
    }
}
