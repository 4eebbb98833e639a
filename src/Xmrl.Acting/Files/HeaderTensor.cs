namespace Xmrl.Acting.Files;

/// <summary>What a header says of a tensor.</summary>
internal struct HeaderTensor
{
    /// <summary>Type of the numbers, such as F32.</summary>
    public string Type;

    /// <summary>First byte behind the header.</summary>
    public long Begin;

    /// <summary>First byte that is no longer its.</summary>
    public long End;
}
