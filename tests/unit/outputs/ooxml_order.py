"""Order of child elements in the ECMA-376 schemas, for the elements that our output uses."""

PPR = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
RPR = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign "
    "rtl cs em lang "
    "eastAsianLayout specVanish oMath"
)
TBLPR = (
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
SHAPE = "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln effectLst"
SERIES_LABEL = (
    "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize"
)
AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr "
    "txPr crossAx crosses crossesAt "
)

WORD = {
    "document": "background body",
    "pPr": PPR,
    "rPr": RPR,
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tblPr": TBLPR,
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType "
        "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
        "qFormat locked "
        "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ),
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "settings": (
        "zoom defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore "
        "footnotePr endnotePr compat themeFontLang"
    ),
}
INLINE = {"inline": "extent effectExtent docPr cNvGraphicFramePr graphic"}
DRAWING = {
    "spPr": SHAPE,
    "ln": "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd",
    "pattFill": "fgClr bgClr",
    "rPr": "ln noFill solidFill effectLst highlight latin ea cs sym",
    "defRPr": "ln noFill solidFill effectLst highlight latin ea cs sym",
    "p": "pPr r br fld endParaRPr",
    "r": "rPr t",
}
CHART = {
    "chartSpace": (
        "date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart "
        "spPr txPr "
        "externalData printSettings userShapes extLst"
    ),
    "chart": (
        "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly "
        "dispBlanksAs "
        "extLst"
    ),
    "plotArea": "layout barChart pieChart catAx valAx dTable spPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "pieChart": "varyColors ser dLbls firstSliceAng",
    "ser": (
        "idx order tx spPr invertIfNegative pictureOptions explosion dPt dLbls trendline errBars "
        "cat val shape"
    ),
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbl": f"idx delete layout tx {SERIES_LABEL} separator",
    "dLbls": f"dLbl delete {SERIES_LABEL} separator showLeaderLines leaderLines",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "catAx": AXIS + "auto lblAlgn lblOffset noMultiLvlLbl",
    "valAx": AXIS + "crossBetween majorUnit minorUnit dispUnits",
    "scaling": "logBase orientation max min",
    "title": "tx layout overlay spPr txPr",
    "spPr": SHAPE,
    "txPr": "bodyPr lstStyle p",
    "rich": "bodyPr lstStyle p",
    "strRef": "f strCache",
    "numRef": "f numCache",
    "strCache": "ptCount pt",
    "numCache": "formatCode ptCount pt",
}
