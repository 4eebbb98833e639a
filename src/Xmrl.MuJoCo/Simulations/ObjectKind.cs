namespace Xmrl.MuJoCo.Simulations;

/// <summary>Kinds of named objects, by their numbers in mjtObj.</summary>
internal enum ObjectKind
{
    /// <summary>A body.</summary>
    Body = 1,

    /// <summary>A joint.</summary>
    Joint = 3,

    /// <summary>A geom.</summary>
    Geom = 5,

    /// <summary>A site.</summary>
    Site = 6,
}
