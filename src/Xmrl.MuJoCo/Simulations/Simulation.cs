using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>One copy of a simulated model: its state and all that the engine computes from it. Not safe for concurrent calls.</summary>
/// <remarks>Positions, velocities, controls and forces are the engine's own memory: no call copies them, and they are invalid once this is
/// disposed.</remarks>
/// <seealso href="https://mujoco.readthedocs.io/en/stable/APIreference/APItypes.html#mjdata">mjData.</seealso>
internal sealed unsafe class Simulation : IDisposable
{
    private static readonly (string Warning, SimulationStatus Status)[] s_warnings =
    [
        ("BADQPOS", SimulationStatus.UnstablePosition), ("BADQVEL", SimulationStatus.UnstableVelocity),
        ("BADQACC", SimulationStatus.UnstableAcceleration), ("INERTIA", SimulationStatus.SingularInertia),
        ("BADCTRL", SimulationStatus.BadControl), ("CONTACTFULL", SimulationStatus.ContactsFull),
        ("CNSTRFULL", SimulationStatus.ConstraintsFull),
    ];

    private readonly EngineLibrary _library;
    private readonly DataHandle _data;
    private readonly nint _model;
    private readonly double* _positions;
    private readonly double* _velocities;
    private readonly double* _warmStart;
    private readonly double* _controls;
    private readonly double* _contactForces;
    private readonly double* _time;
    private readonly int* _warnings;
    private readonly int[] _counts;

    /// <summary>Makes a copy in the model's initial state.</summary>
    /// <param name="model">The model; it may be disposed before this is.</param>
    /// <exception cref="MuJoCoException">MuJoCo has no memory for it.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public Simulation(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.ThrowIfDisposed();
        Model = model;
        _library = model.Library;
        _data = new DataHandle(_library, model.Handle);
        _model = model.Handle.DangerousGetHandle();
        _positions = Pointer("qpos");
        _velocities = Pointer("qvel");
        _warmStart = Pointer("qacc_warmstart");
        _controls = Pointer("ctrl");
        _contactForces = Pointer("cfrc_ext");
        _time = (double*)Place("time");
        _warnings = (int*)Place("warning");

        // Pairs of the last cause and the count.
        _counts = [.. s_warnings.Select(entry => (2 * _library.Layout.Warnings[entry.Warning]) + 1)];
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>Where bodies, geoms and sites are; for the versions whose tables have it.</summary>
    /// <exception cref="MuJoCoException">This version's table does not have it.</exception>
    public Kinematics Kinematics => field ??= new Kinematics(this, _library.Layout);

    /// <summary>Generalized coordinates. Shape [nq].</summary>
    public Span<double> Positions => Span(_positions, Model.PositionCount);

    /// <summary>Generalized velocities. Shape [nv].</summary>
    public Span<double> Velocities => Span(_velocities, Model.VelocityCount);

    /// <summary>The accelerations at which the next solution of the constraints begins: with positions and velocities, all that the future
    /// depends on. Shape [nv].</summary>
    public Span<double> WarmStart => Span(_warmStart, Model.VelocityCount);

    /// <summary>Controls; the engine clamps them to the model's ranges. Shape [nu].</summary>
    public Span<double> Controls => Span(_controls, Model.ControlCount);

    /// <summary>Torque and force that contacts exert on each body, as <see cref="ComputeContactForces"/> left them. Shape [nbody,
    /// 6].</summary>
    public ReadOnlySpan<double> ContactForces => Span(_contactForces, 6 * Model.BodyCount);

    /// <summary>Simulated seconds since the last reset.</summary>
    public double TimeSeconds
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data.IsClosed, this);
            return *_time;
        }
    }

    /// <summary>Whether the engine could compute everything since the last reset.</summary>
    public SimulationStatus Status
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data.IsClosed, this);
            for (int i = 0; i < _counts.Length; i++)
            {
                if (_warnings[_counts[i]] != 0)
                {
                    return s_warnings[i].Status;
                }
            }

            return SimulationStatus.Stable;
        }
    }

    internal nint Address => _data.DangerousGetHandle();

    /// <summary>Steps with the present controls.</summary>
    /// <param name="count">Number of time steps, ≥ 0.</param>
    /// <returns>Whether the engine could compute everything since the last reset.</returns>
    /// <exception cref="MuJoCoException">The engine met a fatal error; only disposing is possible afterwards.</exception>
    public SimulationStatus Step(int count)
    {
        ObjectDisposedException.ThrowIf(_data.IsClosed, this);
        for (int i = 0; i < count; i++)
        {
            CallGuard.Call(_library.Step, _model, Address);
        }

        GC.KeepAlive(this);
        return Status;
    }

    /// <summary>Computes all that follows from positions, velocities and controls, without a step.</summary>
    /// <exception cref="MuJoCoException">The engine met a fatal error; only disposing is possible afterwards.</exception>
    public void Forward() => Invoke(_library.Forward);

    /// <summary>Back to the model's initial state, with a status of <see cref="SimulationStatus.Stable"/>.</summary>
    /// <exception cref="MuJoCoException">The engine met a fatal error; only disposing is possible afterwards.</exception>
    public void Reset() => Invoke(_library.Reset);

    /// <summary>Fills <see cref="ContactForces"/> from the last step or forward computation (mj_rnePostConstraint); a step alone does
    /// not.</summary>
    /// <exception cref="MuJoCoException">The engine met a fatal error; only disposing is possible afterwards.</exception>
    public void ComputeContactForces() => Invoke(_library.ContactForces);

    /// <summary>The last warning of the engine on this thread, which is then forgotten; null for none.</summary>
    public static string? TakeWarning() => CallGuard.TakeWarning();

    /// <summary>Frees the copy.</summary>
    public void Dispose() => _data.Dispose();

    /// <summary>An integer field of mjData.</summary>
    internal int Integer(string field) => *(int*)Place(field);

    /// <summary>Where an array of mjData lies.</summary>
    internal double* Pointer(string field) => *(double**)Place(field);

    private void Invoke(nint function)
    {
        ObjectDisposedException.ThrowIf(_data.IsClosed, this);
        CallGuard.Call(function, _model, Address);
        GC.KeepAlive(this);
    }

    private Span<double> Span(double* pointer, int length)
    {
        ObjectDisposedException.ThrowIf(_data.IsClosed, this);
        return new Span<double>(pointer, length);
    }

    private byte* Place(string field) => (byte*)Address + _library.Layout.Data[field].Offset;
}
