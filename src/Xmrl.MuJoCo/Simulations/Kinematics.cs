using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>Where the bodies, geoms and sites of a simulation are, as the last step or forward computation left them, and where its mocap
/// bodies are put.</summary>
/// <remarks>All of this is the engine's own memory: it is invalid once the simulation is disposed.</remarks>
internal sealed unsafe class Kinematics
{
    private const int Vector = 3;
    private const int Quaternion = 4;
    private const int Matrix = 9;

    private readonly double* _mocapPositions;
    private readonly double* _mocapQuaternions;
    private readonly double* _bodyPositions;
    private readonly double* _bodyQuaternions;
    private readonly double* _geomPositions;
    private readonly double* _geomMatrices;
    private readonly double* _sitePositions;
    private readonly double* _siteMatrices;

    internal Kinematics(Simulation simulation, EngineLayout layout)
    {
        if (layout.ModelBytes is null)
        {
            throw new MuJoCoException($"Where mocap bodies and sites lie is not known for MuJoCo {layout.Version}.");
        }

        _mocapPositions = simulation.Pointer("mocap_pos");
        _mocapQuaternions = simulation.Pointer("mocap_quat");
        _bodyPositions = simulation.Pointer("xpos");
        _bodyQuaternions = simulation.Pointer("xquat");
        _geomPositions = simulation.Pointer("geom_xpos");
        _geomMatrices = simulation.Pointer("geom_xmat");
        _sitePositions = simulation.Pointer("site_xpos");
        _siteMatrices = simulation.Pointer("site_xmat");
    }

    /// <summary>Position of a mocap body, to be written. Shape [3].</summary>
    /// <param name="mocap">Its number among the mocap bodies.</param>
    public Span<double> MocapPosition(int mocap) => new(_mocapPositions + (Vector * mocap), Vector);

    /// <summary>Orientation of a mocap body (w, x, y, z), to be written; the engine normalises it. Shape [4].</summary>
    /// <param name="mocap">Its number among the mocap bodies.</param>
    public Span<double> MocapQuaternion(int mocap) => new(_mocapQuaternions + (Quaternion * mocap), Quaternion);

    /// <summary>Position of a body's frame. Shape [3].</summary>
    /// <param name="body">Its number.</param>
    public ReadOnlySpan<double> Body(int body) => new(_bodyPositions + (Vector * body), Vector);

    /// <summary>Orientation of a body's frame (w, x, y, z). Shape [4].</summary>
    /// <param name="body">Its number.</param>
    public ReadOnlySpan<double> BodyQuaternion(int body) => new(_bodyQuaternions + (Quaternion * body), Quaternion);

    /// <summary>Position of a geom. Shape [3].</summary>
    /// <param name="geom">Its number.</param>
    public ReadOnlySpan<double> Geom(int geom) => new(_geomPositions + (Vector * geom), Vector);

    /// <summary>Rotation matrix of a geom, row by row. Shape [3, 3].</summary>
    /// <param name="geom">Its number.</param>
    public ReadOnlySpan<double> GeomMatrix(int geom) => new(_geomMatrices + (Matrix * geom), Matrix);

    /// <summary>Position of a site. Shape [3].</summary>
    /// <param name="site">Its number.</param>
    public ReadOnlySpan<double> Site(int site) => new(_sitePositions + (Vector * site), Vector);

    /// <summary>Rotation matrix of a site, row by row. Shape [3, 3].</summary>
    /// <param name="site">Its number.</param>
    public ReadOnlySpan<double> SiteMatrix(int site) => new(_siteMatrices + (Matrix * site), Matrix);
}
